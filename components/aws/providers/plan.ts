import { failures, hasUnknown, type Provider, sameJson } from "../../dynamic/provider";
import { sameWeights, withKey } from "../../release";
import { leaving } from "../../release/liveRefusals";
import { type StandbySince, standbySince } from "../../release/switchFacts";
import { readCensus } from "../api/census";
import { withClients } from "../api/clients";
import { liveRules, readRules } from "../api/rules";
import { type AlbPlanInputs, albRefusals, type Found } from "../refusals";

/** The same with since when each color has got no new visitors; the rules carry it as a tag. */
export interface AlbPlanOutputs extends AlbPlanInputs {
    readonly since: StandbySince;
}

/**
 * Comes before everything else and refuses what would hurt: in the preview and in the update, before anything is changed. It trusts
 * what the load balancer serves by its API, not what an earlier update meant to do.
 */
export const albPlanProvider: Provider<AlbPlanInputs, AlbPlanOutputs> = {
    async check(olds, news) {
        if (hasUnknown(news.alb)) return { inputs: news };
        const found = await readLive(news, true);
        const wrong = albRefusals(found, news, olds?.weights);
        return { inputs: news, failures: failures(wrong.map((one) => withKey(one, news.keys))) };
    },
    async diff(_id, olds, news) {
        if (hasUnknown(news) || !sameJson(pick(olds), pick(news))) return { changes: true };
        const { rules } = await readLive(news, false);
        return { changes: rules !== undefined && !sameWeights(rules.live.weights, news.weights) };
    },
    async create(inputs) {
        return { id: inputs.alb.app, outs: await planned(inputs) };
    },
    async read(id, props) {
        return { id, props };
    },
    async update(_id, _olds, news) {
        return { outs: await planned(news) };
    },
    async delete() {},
};

/** The inputs alone: what the engine hands over as olds has more fields. */
function pick({
    alb,
    firstPriority,
    hosts,
    epoch,
    releases,
    pins,
    weights,
    sizes,
    drain,
    keys,
}: AlbPlanInputs): AlbPlanInputs {
    return { alb, firstPriority, hosts, epoch, releases, pins, weights, sizes, drain, keys };
}

async function readLive(inputs: AlbPlanInputs, count: boolean): Promise<Found> {
    const { alb } = inputs;
    return withClients({ arn: alb.listenerArn, profile: alb.profile }, async ({ balancing, metrics }) => {
        const all = await readRules(balancing, alb.listenerArn);
        const rules = liveRules(all, alb);
        const census = count && leaving(rules, inputs).length > 0 ? await readCensus(metrics, alb, Date.now()) : {};
        return { all, rules, census };
    });
}

/** With since when each color gets nobody new: as the rules tell, or from now on. */
async function planned(inputs: AlbPlanInputs): Promise<AlbPlanOutputs> {
    const { rules } = await readLive(inputs, false);
    return { ...inputs, since: standbySince(rules?.live, inputs.releases, inputs.weights, new Date()) };
}
