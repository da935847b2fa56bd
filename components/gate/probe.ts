import { setTimeout as sleep } from "node:timers/promises";
import type { Color } from "../release";
import { ask } from "./http";
import { type ProbedTier, type ProbeInputs, pinFor } from "./inputs";
import type { LiveStatus } from "./status";

/** A release that is to get more visitors than before. */
export interface Candidate {
    readonly color: Color;
    readonly release: string;
}

/** Repeats a look until it finds nothing wrong; the last thing found when the time is up. */
export async function untilFine(
    seconds: number,
    look: () => Promise<string | undefined>,
    everyMs = 200,
): Promise<string | undefined> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const wrong = await look();
        if (!wrong || Date.now() >= end) return wrong;
        await sleep(everyMs);
    }
}

/** What keeps a release from taking visitors on a tier, seen through the router by its pin; undefined when it is fit. */
export async function unfit(
    inputs: ProbeInputs,
    { color, release }: Candidate,
    tier: ProbedTier,
    live: LiveStatus | undefined,
): Promise<string | undefined> {
    const wrong = await wrongAnswer(inputs, release, tier.healthPath);
    if (wrong) return `tier ${tier.name} of ${release} on ${color}: ${wrong}`;
    const up = live?.colors[color]?.up[tier.name] ?? 0;
    const least = inputs.sizes ? leastOf(inputs.sizes, color, tier, live) : tier.instances;
    if (up >= least) return undefined;
    return `tier ${tier.name} of ${release} on ${color}: ${up} of ${least} instances take requests`;
}

/** Where the colors have sizes of their own: as many as it is to have, and as many as the color that serves now. */
function leastOf(
    sizes: NonNullable<ProbeInputs["sizes"]>,
    color: Color,
    tier: ProbedTier,
    live: LiveStatus | undefined,
): number {
    const rival = live && live.epoch >= 0 && live.active !== color ? live.colors[live.active] : undefined;
    return Math.max(1, sizes[color]?.[tier.name] ?? tier.instances, rival?.up[tier.name] ?? 0);
}

async function wrongAnswer(inputs: ProbeInputs, release: string, path: string): Promise<string | undefined> {
    try {
        const asking = { headers: { [inputs.header]: pinFor(inputs, release) }, via: inputs.via };
        const { status, headers } = await ask(`${inputs.url}${path}`, asking);
        const said = headers["x-release"];
        if (status !== 200) return `${path} answers ${status}, allowed: 200`;
        if (said !== release) return `${path} says X-Release: ${said ?? "nothing"}, allowed: ${release}`;
        return undefined;
    } catch (error) {
        return `${path} does not answer (${(error as Error).message})`;
    }
}

/** Asks each warm-up path once an instance; returns what went wrong. The router spreads the requests over the instances. */
export async function warmUp(inputs: ProbeInputs, { color, release }: Candidate, tier: ProbedTier) {
    for (const path of tier.warmupPaths) {
        for (let turn = 0; turn < (inputs.sizes?.[color]?.[tier.name] ?? tier.instances); turn++) {
            const answer = await ask(`${inputs.url}${path}`, {
                headers: { [inputs.header]: pinFor(inputs, release) },
                via: inputs.via,
                timeoutMs: inputs.deadlineSeconds * 1000,
            }).catch((error: Error) => error);
            const wrong = answer instanceof Error ? answer.message : answer.status >= 400 ? answer.status : undefined;
            if (wrong !== undefined) {
                return `tier ${tier.name} of ${release} on ${color}: warm-up path ${path} answers ${wrong}, allowed: below 400`;
            }
        }
    }
    return undefined;
}
