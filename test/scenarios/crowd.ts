import type { Load, LoadOptions, Resident } from "../../tools/traffic";
import type { Target, TargetStack } from "../support/target";
import { load } from "../support/traffic";

const MIX = { page: 6, oldTab: 2, cookieless: 1, api: 1 };

/** Visitors of all kinds at work. Where nothing ties those without cookies, each of their requests is a visit of its own. */
export function crowd(target: Target, url: string, options: Partial<LoadOptions> = {}): Promise<Load> {
    return load(url, { ...(tiesAll(target) ? {} : { cookielessIdleMs: 0 }), ...options });
}

/** The kinds of visitors that stay on their release whatever the weights. */
export function tied(target: Target): Resident[] {
    return tiesAll(target) ? ["page", "oldTab", "cookieless", "api"] : ["page", "oldTab", "api"];
}

/** The usual mix of these kinds. */
export function tiedMix(target: Target): Partial<Record<Resident, number>> {
    return Object.fromEntries(tied(target).map((kind) => [kind, MIX[kind]]));
}

/** How a refusal says who is left on a release, as a regular expression. */
export function whoIsLeft({ capabilities }: Target): string {
    return `still has \\d+ ${capabilities.exactCensus ? "visitors?" : "(visitors?|requests? in the last \\d+ minutes)"}`;
}

/** Who runs the instances for us ends them by itself, which takes longer than the update. */
export async function allEnded({ capabilities }: Target, stack: TargetStack): Promise<void> {
    if (capabilities.replacesInstances) await stack.settle();
}

function tiesAll({ capabilities }: Target): boolean {
    return capabilities.cookieless === "source-address";
}
