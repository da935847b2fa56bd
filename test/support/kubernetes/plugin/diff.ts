import type { Values } from "../../plugin/values";
import { type Change, changesOf } from "./changes";
import { readCheckpoint } from "./checkpoint";
import type { Cluster } from "./cluster";
import { forceNewOf } from "./forceNew";
import { idOf, type Manifest, put } from "./manifest";
import { isAutonamed } from "./naming";
import { normalise } from "./normalise";
import { prune } from "./prune";
import { bare } from "./secrets";

/** A resource as it is noted, and as it is wanted. */
export interface Compared {
    readonly news: Values;
    /** Outputs as noted. */
    readonly olds: Values;
    /** Properties whose changes do not count. */
    readonly ignored: readonly string[];
}

/** What a change of inputs means. */
export interface Difference {
    readonly changes: readonly Change[];
    readonly deleteBeforeReplace: boolean;
}

/** Compares an object as it was last seen with what is wanted of it: what others changed counts too. */
export async function diff({ news, olds, ignored }: Compared, cluster: Cluster): Promise<Difference> {
    const { inputs, live } = readCheckpoint(olds);
    const oldInputs = normalise(inputs);
    const wanted = await canonical(normalise(bare(news) as Manifest), cluster);
    const pruned = await canonical(prune(live, oldInputs) as Manifest, cluster);
    const before = put(pruned, ["metadata", "name"], live.metadata.name);
    const forced = forceNewOf(wanted, cluster.settings.mutable);
    const changes = changesOf(before, wanted, oldInputs, forced);
    const counting = changes.filter(({ path }) => !ignored.some((one) => isWithin(path, one)));
    // Two objects cannot have one name at a time.
    const keepsName = !isAutonamed(wanted) && idOf(wanted) === idOf(live);
    return { changes: counting, deleteBeforeReplace: keepsName && counting.some(({ replaces }) => replaces) };
}

/** With a namespace where the kind has one, and without where it has none. */
async function canonical(manifest: Manifest, cluster: Cluster): Promise<Manifest> {
    const namespace = (await cluster.isNamespaced(manifest)) ? manifest.metadata?.namespace || "default" : undefined;
    return put(manifest, ["metadata", "namespace"], namespace);
}

function isWithin(path: string, outer: string): boolean {
    return path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`);
}
