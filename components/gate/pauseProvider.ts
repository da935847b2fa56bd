import { setTimeout as sleep } from "node:timers/promises";
import { type Provider, progress, sameJson } from "../dynamic/provider";
import type { TierWeights } from "../release";

/** The pause between the two halves of a switch. */
export interface PauseInputs {
    readonly app: string;
    readonly seconds: number;
    readonly weights: TierWeights;
}

/** Waits when weights change, and only then. */
export const pauseProvider: Provider<PauseInputs, PauseInputs> = {
    async check(_olds, news) {
        return { inputs: news };
    },
    async diff(_id, olds, news) {
        return { changes: !sameJson(olds.weights, news.weights) || olds.seconds !== news.seconds };
    },
    async create(inputs) {
        return { id: inputs.app, outs: inputs };
    },
    async read(id, props) {
        return { id, props };
    },
    async update(_id, olds, news) {
        if (!sameJson(olds.weights, news.weights)) {
            progress(`${news.app}: ${news.seconds} s until the other half of the switch`);
            await sleep(news.seconds * 1000);
        }
        return { outs: news };
    },
    async delete() {},
};
