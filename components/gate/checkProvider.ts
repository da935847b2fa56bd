import { setTimeout as sleep } from "node:timers/promises";
import { acting } from "../dynamic/acting";
import { progress } from "../dynamic/provider";
import { COLORS, type Weights } from "../release";
import { ask, freshAddress } from "./http";
import { decisive, type ProbedTier, type ProbeInputs, pinFor } from "./inputs";
import { untilFine } from "./probe";

/** Reports success only after fresh clients saw the wanted release, on every tier, through the front door. */
export const checkProvider = acting<ProbeInputs>({ id: ({ app }) => app, decisive, act: confirm });

async function confirm(inputs: ProbeInputs): Promise<void> {
    for (const tier of inputs.tiers) {
        const wrong = await untilFine(inputs.deadlineSeconds, () => settled(inputs, tier));
        if (!wrong) continue;
        throw new Error(
            `${inputs.app}: the weights are set, but fresh clients do not see them: ${wrong}. ` +
                "Run the update again to check once more, or set traffic.active back and run it to return.",
        );
    }
    progress(`${inputs.app}: ${inputs.freshClients} fresh clients a tier saw ${expected(inputs).join(" or ")}`);
}

/** Releases that some new visitor may get. */
function expected({ releases, weights }: ProbeInputs): string[] {
    const all: Weights[] = Object.values(weights);
    return COLORS.flatMap((color) =>
        all.some((one) => one[color] > 0) && releases[color] !== undefined ? [releases[color]] : [],
    );
}

/** Rounds of fresh clients until nobody saw anything wrong for the settle time. */
async function settled(inputs: ProbeInputs, tier: ProbedTier): Promise<string | undefined> {
    const end = Date.now() + (inputs.settleSeconds ?? 0) * 1000;
    for (;;) {
        const wrong = await round(inputs, tier);
        if (wrong || Date.now() >= end) return wrong;
        await sleep(500);
    }
}

/** One round of fresh clients; what the first wrong answer was. */
async function round(inputs: ProbeInputs, tier: ProbedTier): Promise<string | undefined> {
    const allowed = expected(inputs);
    const clients = Array.from({ length: inputs.freshClients }, () => one(inputs, tier, allowed));
    const pinned = allowed.map((release) => one(inputs, tier, [release], { [inputs.header]: pinFor(inputs, release) }));
    return (await Promise.all([...clients, ...pinned])).find((wrong) => wrong !== undefined);
}

async function one(
    { url, via }: ProbeInputs,
    tier: ProbedTier,
    allowed: readonly string[],
    headers: Readonly<Record<string, string>> = {},
): Promise<string | undefined> {
    const path = tier.healthPath;
    try {
        const answer = await ask(`${url}${path}`, { headers, via, localAddress: freshAddress(url, via) });
        const said = answer.headers["x-release"];
        if (answer.status === 200 && typeof said === "string" && allowed.includes(said)) return undefined;
        return `tier ${tier.name}: ${path} answers ${answer.status} with X-Release: ${said ?? "nothing"}, allowed: 200 with ${allowed.join(" or ")}`;
    } catch (error) {
        return `tier ${tier.name}: ${path} does not answer (${(error as Error).message})`;
    }
}
