import type { Values } from "../../plugin/values";
import { mustBeModelled } from "./awaiting";
import type { Cluster } from "./cluster";
import { type Manifest, put } from "./manifest";
import { type Autonaming, named } from "./naming";
import { normalise } from "./normalise";
import { bare, markSecrets } from "./secrets";

/** Inputs as the program gives them. Values have their marks of secrets. */
export interface Unchecked {
    readonly urn: string;
    readonly news: Values;
    readonly oldInputs: Values;
    readonly seed?: string;
    readonly autonaming?: Autonaming;
}

/** Inputs with the name and namespace that the program leaves open. Whether they are right, the API server says. */
export async function check({ urn, news, oldInputs, seed, autonaming }: Unchecked, cluster: Cluster): Promise<Values> {
    const given = { metadata: {}, ...bare(news) } as unknown as Manifest;
    mustBeObject(urn, given);
    const isNew = Object.keys(oldInputs).length === 0;
    const old = isNew ? undefined : (bare(oldInputs) as unknown as Manifest);
    const complete = named(normalise(given), { name: urn.split("::").slice(3).join("::"), old, seed, autonaming });
    mustBeModelled(complete);
    return markSecrets(await withNamespace(complete, cluster), news);
}

async function withNamespace(manifest: Manifest, cluster: Cluster): Promise<Manifest> {
    if (manifest.metadata.namespace || !cluster.isReachable) return manifest;
    const { namespace } = cluster.reached();
    return (await cluster.isNamespaced(manifest)) ? put(manifest, ["metadata", "namespace"], namespace) : manifest;
}

/** Patch resources, lists, charts and so on are other things than objects. */
function mustBeObject(urn: string, { apiVersion, kind }: Manifest): void {
    const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
    const isObject = type === `kubernetes:${apiVersion === "v1" ? "core/v1" : apiVersion}:${kind}`;
    if (!isObject || kind.endsWith("List"))
        throw new Error(`${type}: the stand-in for the provider kubernetes does not have this resource type`);
}
