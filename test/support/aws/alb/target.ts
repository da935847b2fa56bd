import { Agent } from "node:http";
import { type Failure, HealthCheck } from "./healthCheck";
import type { Address, GroupSettings, TargetHealthDescription } from "./shapes";

type State = "unused" | "initial" | "healthy" | "unhealthy" | "draining";

/** One registered target: its health, its connections and the requests it has in hand. */
export class Target {
    /** Keeps connections to the target. */
    readonly agent = new Agent({ keepAlive: true });
    private state: State = "unused";
    private reason: string | undefined = "Target.NotInUse";
    private streak = 0;
    private failed = false;
    private check: HealthCheck | undefined;
    private readonly inHand = new Set<() => void>();
    private drained: (() => void) | undefined;

    constructor(
        readonly address: Address,
        private readonly settings: () => GroupSettings,
        private readonly timeScale: number,
    ) {}

    get healthy(): boolean {
        return this.state === "healthy";
    }

    get draining(): boolean {
        return this.state === "draining";
    }

    describe(): TargetHealthDescription {
        const reason = this.reason === undefined ? {} : { Reason: this.reason };
        return { Target: { ...this.address }, TargetHealth: { State: this.state, ...reason } };
    }

    /** Targets are checked only while a rule or a listener uses their group. */
    setUsed(used: boolean): void {
        if (this.draining || used === (this.check !== undefined)) return;
        this.streak = 0;
        if (used) {
            this.become("initial", "Elb.RegistrationInProgress");
            this.check = new HealthCheck(this.address, this.settings, this.timeScale, (failure) => this.note(failure));
        } else {
            this.stopChecks();
            this.become("unused", "Target.NotInUse");
        }
    }

    /** Counts a request in hand until what it returns is called; `cut` ends it by force. */
    begin(cut: () => void): () => void {
        this.inHand.add(cut);
        return () => {
            this.inHand.delete(cut);
            if (this.inHand.size === 0) this.drained?.();
        };
    }

    /** Facts A5: takes nothing new, what is in hand may end within the delay, then it is cut. */
    async drain(delaySeconds: number): Promise<void> {
        this.stopChecks();
        this.become("draining", "Target.DeregistrationInProgress");
        if (this.inHand.size > 0) {
            await new Promise<void>((resolve) => {
                const timer = setTimeout(resolve, (delaySeconds * 1000) / this.timeScale);
                this.drained = () => {
                    clearTimeout(timer);
                    resolve();
                };
            });
        }
        this.close();
    }

    close(): void {
        this.stopChecks();
        for (const cut of [...this.inHand]) cut();
        this.agent.destroy();
    }

    private stopChecks(): void {
        this.check?.stop();
        this.check = undefined;
    }

    private become(state: State, reason?: string): void {
        this.state = state;
        this.reason = reason;
    }

    /** A state changes after as many equal results in a row as the threshold says. */
    private note(failure: Failure): void {
        const { HealthyThresholdCount, UnhealthyThresholdCount } = this.settings();
        const failed = failure !== undefined;
        this.streak = failed === this.failed ? this.streak + 1 : 1;
        this.failed = failed;
        if (this.streak >= (failed ? UnhealthyThresholdCount : HealthyThresholdCount)) {
            this.become(failed ? "unhealthy" : "healthy", failure);
        } else if (this.state === "initial") {
            this.become("initial", "Elb.InitialHealthChecking");
        }
    }
}
