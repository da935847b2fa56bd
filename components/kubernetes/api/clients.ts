import { type ApiServer, apiServer } from "./apiServer";
import { type Asked, refusedAnswer } from "./clusterError";
import type { KubeObject } from "./objects";
import type { ClusterReader, Kind, PodPlace } from "./reader";
import type { ClusterAccess } from "./source";

/** A reader of the cluster that an access leads to. */
export function openCluster(access: ClusterAccess | undefined): ClusterReader {
    return readerOf(apiServer(access));
}

/** The reader over any API server. */
export function readerOf(server: ApiServer): ClusterReader {
    /** The body, or undefined for what is not there. */
    async function get(asked: Asked, path: string, patient = true): Promise<string | undefined> {
        const { status, body } = await server.get(path, patient);
        if (status === 404) return undefined;
        if (status < 200 || status > 299) throw refusedAnswer(server.url, asked, status, body);
        return body;
    }
    return {
        async read<T extends KubeObject>(kind: Kind<T>, name: string, namespace?: string) {
            const asked: Asked = { verb: "get", ...named(kind), name, namespace };
            const body = await get(asked, `${collection(kind, namespace)}/${encodeURIComponent(name)}`);
            return body === undefined ? undefined : (JSON.parse(body) as T);
        },
        async list<T extends KubeObject>(
            kind: Kind<T>,
            { namespace, labels, fields }: { namespace?: string; labels?: string; fields?: string },
        ) {
            const query = new URLSearchParams({
                ...(labels ? { labelSelector: labels } : {}),
                ...(fields ? { fieldSelector: fields } : {}),
            });
            const body = await get(
                { verb: "list", ...named(kind), namespace },
                `${collection(kind, namespace)}?${query}`,
            );
            return body === undefined ? [] : (JSON.parse(body) as { items: T[] }).items;
        },
        async served(group, version) {
            const body = await get({ verb: "get", group, resource: "api resources" }, `/apis/${group}/${version}`);
            if (body === undefined) return undefined;
            return (JSON.parse(body) as { resources: { name: string }[] }).resources.map(({ name }) => name);
        },
        async log(pod, container, lines, previous) {
            const asked: Asked = { verb: "get", group: "", resource: "pods/log", ...pod };
            const query = new URLSearchParams({ container, tailLines: String(lines), previous: String(previous) });
            return (await get(asked, `${podPath(pod)}/log?${query}`, false)) ?? "";
        },
        async ask(pod, port, path) {
            const asked: Asked = { verb: "get", group: "", resource: "pods/proxy", ...pod };
            const where = `/api/v1/namespaces/${pod.namespace}/pods/${pod.name}:${port}/proxy${path}`;
            const body = await get(asked, where, false);
            if (body === undefined) throw refusedAnswer(server.url, asked, 404, `${path} is not there`);
            return body;
        },
    };
}

function named({ group, plural }: Kind<KubeObject>): Pick<Asked, "group" | "resource"> {
    return { group, resource: plural };
}

function collection({ group, version, plural }: Kind<KubeObject>, namespace: string | undefined): string {
    const root = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
    return `${root}${namespace ? `/namespaces/${namespace}` : ""}/${plural}`;
}

function podPath({ namespace, name }: PodPlace): string {
    return `/api/v1/namespaces/${namespace}/pods/${name}`;
}
