import { hasUnknown, type Provider, progress, sameJson } from "../dynamic/provider";
import { gaining, sameWeights } from "../release";
import { decisive, type ProbeInputs } from "./inputs";
import { type Candidate, unfit, untilFine, warmUp } from "./probe";
import { liveStatus, liveWeights } from "./status";

/** Refuses to give visitors to a release that does not answer, healthy, warm and in full size, on every tier, through the router. */
export const gateProvider: Provider<ProbeInputs, ProbeInputs> = {
    async check(_olds, news) {
        return { inputs: news };
    },
    async diff(_id, olds, news) {
        if (hasUnknown(news) || !sameJson(decisive(olds), decisive(news))) return { changes: true };
        return { changes: !sameWeights(liveWeights(await liveStatus(news)), news.weights) };
    },
    async create(inputs) {
        await pass(inputs);
        return { id: inputs.app, outs: inputs };
    },
    async read(id, props) {
        return { id, props };
    },
    async update(_id, _olds, news) {
        await pass(news);
        return { outs: news };
    },
    async delete() {},
};

/** An API limits how often it is asked. */
const API_POLL_MS = 2000;

async function pass(inputs: ProbeInputs): Promise<void> {
    const before = liveWeights(await liveStatus(inputs));
    for (const color of gaining(before, inputs.weights)) {
        const release = inputs.releases[color];
        if (release !== undefined) await admit(inputs, { color, release });
    }
}

async function admit(inputs: ProbeInputs, candidate: Candidate): Promise<void> {
    const look = async () => {
        const live = await liveStatus(inputs);
        return first(await Promise.all(inputs.tiers.map((tier) => unfit(inputs, candidate, tier, live))));
    };
    const wrong =
        (await untilFine(inputs.deadlineSeconds, look, inputs.alb || inputs.gateway ? API_POLL_MS : undefined)) ??
        first(await Promise.all(inputs.tiers.map((tier) => warmUp(inputs, candidate, tier))));
    if (wrong) {
        throw new Error(
            `${inputs.app}: no new visitors for ${candidate.release}: ${wrong}. The weights are as they were. ` +
                "Mend the release and run the update again, or set traffic.active and traffic.canaryPercent back.",
        );
    }
    progress(`${inputs.app}: ${candidate.release} on ${candidate.color} is fit on every tier`);
}

function first(problems: readonly (string | undefined)[]): string | undefined {
    return problems.find((problem) => problem !== undefined);
}
