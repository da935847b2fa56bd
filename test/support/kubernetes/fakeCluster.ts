import { type Asked, type ClusterError, refusedAnswer } from "../../../components/kubernetes/api/clusterError";
import type { KubeObject } from "../../../components/kubernetes/api/objects";
import type { ClusterReader, Kind, PodPlace } from "../../../components/kubernetes/api/reader";

/** A cluster as data: what a test puts in is what is read. */
export class FakeCluster implements ClusterReader {
    /** Objects by the plural of their kind. */
    readonly objects: Record<string, KubeObject[]> = {};
    /** Kinds that are served, by group and version. */
    readonly apis: Record<string, string[]> = {
        "gateway.networking.k8s.io/v1": ["gatewayclasses", "gateways", "httproutes"],
    };
    /** What this account may not ask, such as `list pods`. */
    readonly forbidden = new Set<string>();
    /** By pod and container; with ` previous` for the run before. */
    readonly logs: Record<string, string> = {};
    /** What pods answer, by pod, port and path. */
    readonly answers: Record<string, string> = {};
    /** All that was asked. */
    readonly asked: string[] = [];
    /** Runs before each question: changes what is there in the course of time. */
    before: () => void = () => {};

    put(plural: string, ...objects: KubeObject[]): this {
        this.objects[plural] = [...(this.objects[plural] ?? []), ...objects];
        return this;
    }

    remove(plural: string, name: string): this {
        this.objects[plural] = (this.objects[plural] ?? []).filter(({ metadata }) => metadata.name !== name);
        return this;
    }

    async read<T extends KubeObject>(kind: Kind<T>, name: string, namespace?: string): Promise<T | undefined> {
        this.question({ verb: "get", group: kind.group, resource: kind.plural, name, namespace });
        return this.of<T>(kind, namespace).find(({ metadata }) => metadata.name === name);
    }

    async list<T extends KubeObject>(
        kind: Kind<T>,
        { namespace, labels = "", fields = "" }: { namespace?: string; labels?: string; fields?: string },
    ): Promise<T[]> {
        this.question({ verb: "list", group: kind.group, resource: kind.plural, namespace });
        return this.of<T>(kind, namespace).filter(
            (one) => selects(labels, one.metadata.labels ?? {}) && selects(fields, fieldsOf(one)),
        );
    }

    async served(group: string, version: string): Promise<string[] | undefined> {
        return this.apis[`${group}/${version}`];
    }

    async log({ namespace, name }: PodPlace, container: string, lines: number, previous: boolean): Promise<string> {
        this.question({ verb: "get", group: "", resource: "pods/log", name, namespace });
        const text = this.logs[`${name} ${container}${previous ? " previous" : ""}`] ?? "";
        return text.split("\n").slice(-lines).join("\n");
    }

    async ask({ namespace, name }: PodPlace, port: number, path: string): Promise<string> {
        this.question({ verb: "get", group: "", resource: "pods/proxy", name, namespace });
        const answer = this.answers[`${name}:${port}${path}`];
        if (answer === undefined) throw this.refused({ verb: "get", group: "", resource: "pods/proxy", name }, 503, "");
        return answer;
    }

    private of<T extends KubeObject>(kind: Kind<T>, namespace?: string): T[] {
        const all = (this.objects[kind.plural] ?? []) as T[];
        return all.filter(({ metadata }) => namespace === undefined || metadata.namespace === namespace);
    }

    private question(asked: Asked): void {
        this.before();
        const said = `${asked.verb} ${asked.resource}`;
        this.asked.push(said);
        if (!this.forbidden.has(said)) return;
        const message = `User "system:serviceaccount:ci:deployer" cannot ${asked.verb} resource "${asked.resource}"`;
        throw this.refused(asked, 403, JSON.stringify({ message }));
    }

    private refused(asked: Asked, status: number, body: string): ClusterError {
        return refusedAnswer("https://cluster.test:6443", asked, status, body);
    }
}

/** Whether a selector fits: `a=b` and `a in (b,c)`, joined by commas. */
function selects(selector: string, values: Readonly<Record<string, string>>): boolean {
    const terms = selector.match(/[^,(]+(\([^)]*\))?/g) ?? [];
    return terms.every((term) => {
        const [, key = "", among] = /^(\S+) in \((.*)\)$/.exec(term) ?? [];
        if (among !== undefined) return among.split(",").includes(values[key] ?? "");
        const [name = "", value] = term.split("=");
        return values[name] === value;
    });
}

function fieldsOf(one: KubeObject): Record<string, string> {
    const { involvedObject, type = "" } = one as { involvedObject?: { name?: string }; type?: string };
    return { "involvedObject.name": involvedObject?.name ?? "", type };
}
