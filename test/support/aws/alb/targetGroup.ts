import { AlbError, checkRange } from "./albError";
import { checkGroup, deregistrationDelayOf } from "./groupLimits";
import { RequestLog } from "./requestLog";
import type { Address, GroupSettings, TargetHealthDescription } from "./shapes";
import { Target } from "./target";

/** A target group: its targets, whose turn it is, and how many requests it got. */
export class TargetGroup {
    readonly requests = new RequestLog();
    private readonly targets = new Map<string, Target>();
    private readonly draining = new Map<Target, Promise<void>>();
    private used = false;
    private turn = 0;

    constructor(
        private settings: GroupSettings,
        private attributes: Readonly<Record<string, string>>,
        private readonly timeScale: number,
    ) {
        checkGroup(settings, attributes);
    }

    update(settings: GroupSettings, attributes: Readonly<Record<string, string>>): void {
        checkGroup(settings, attributes);
        this.settings = settings;
        this.attributes = attributes;
    }

    setUsed(used: boolean): void {
        this.used = used;
        for (const target of this.targets.values()) target.setUsed(used);
    }

    register(address: Address): void {
        checkRange("Target port", address.Port, 1, 65_535);
        const known = this.targets.get(keyOf(address));
        // Facts A5: not until the deregistration is over.
        if (known?.draining)
            throw new AlbError("InvalidTarget", `The target '${keyOf(address)}' is being deregistered`);
        if (known) return;
        const target = new Target({ ...address }, () => this.settings, this.timeScale);
        this.targets.set(keyOf(address), target);
        target.setUsed(this.used);
    }

    /** Resolves when the target is gone. */
    deregister(address: Address): Promise<void> {
        const target = this.targets.get(keyOf(address));
        if (!target) return Promise.resolve();
        const earlier = this.draining.get(target);
        if (earlier) return earlier;
        const drained = target.drain(deregistrationDelayOf(this.attributes)).then(() => {
            this.targets.delete(keyOf(address));
            this.draining.delete(target);
        });
        this.draining.set(target, drained);
        return drained;
    }

    /** Facts A6: the healthy ones in turn; all of them when none is healthy; none when none is registered. */
    next(): Target | undefined {
        const registered = [...this.targets.values()].filter((target) => !target.draining);
        const healthy = registered.filter((target) => target.healthy);
        const able = healthy.length > 0 ? healthy : registered;
        return able[this.turn++ % able.length];
    }

    health(): TargetHealthDescription[] {
        return [...this.targets.values()].map((target) => target.describe());
    }

    close(): void {
        for (const target of this.targets.values()) target.close();
    }
}

function keyOf({ Id, Port }: Address): string {
    return `${Id}:${Port}`;
}
