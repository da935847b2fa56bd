import { type ClusterReader, KINDS } from "./reader";

/** Label by which an EndpointSlice names its Service. */
const SERVICE = "kubernetes.io/service-name";

/** Pods that take requests, a Service. A pod counts once, also where it has an address of each family. */
export async function readyEndpoints(
    reader: ClusterReader,
    namespace: string,
    services: readonly string[],
): Promise<ReadonlyMap<string, number>> {
    if (services.length === 0) return new Map();
    const slices = await reader.list(KINDS.endpointSlice, {
        namespace,
        labels: `${SERVICE} in (${services.join(",")})`,
    });
    const ready = new Map(services.map((service) => [service, new Set<string>()]));
    for (const { metadata, endpoints } of slices) {
        const pods = ready.get(metadata.labels?.[SERVICE] ?? "");
        for (const { addresses, conditions, targetRef } of endpoints ?? []) {
            if (conditions?.ready !== false) pods?.add(targetRef?.uid ?? addresses[0] ?? "");
        }
    }
    return new Map([...ready].map(([service, pods]) => [service, pods.size]));
}
