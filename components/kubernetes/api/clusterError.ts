import { type Mistake, mistake } from "../../release";

/** The cluster cannot be asked, or does not answer what is needed. */
export class ClusterError extends Error {
    constructor(
        readonly mistake: Mistake,
        /** Whether it is only that this account may not ask. */
        readonly forbidden = false,
    ) {
        super(`${mistake.where}: ${mistake.text}`);
    }
}

/** What one request to the API server asks for. */
export interface Asked {
    readonly verb: "get" | "list";
    readonly group: string;
    /** Plural of the kind, with what is below it: `pods/log`. */
    readonly resource: string;
    readonly name?: string;
    readonly namespace?: string;
}

/** The error for an answer that is no success; status 404 is the caller's. */
export function refusedAnswer(server: string, asked: Asked, status: number, body: string): ClusterError {
    const said = messageOf(body) ?? `status ${status}`;
    if (status === 403) return forbidden(asked, said);
    if (status === 401) {
        const rule = `the API server ${server} must know the account`;
        return new ClusterError(
            mistake("cluster", rule, said, "log in again, or name another kubeconfig or context in `cluster`"),
        );
    }
    const rule = `the API server ${server} must answer when asked to ${asked.verb} ${spelled(asked)}`;
    return new ClusterError(mistake("cluster", rule, said, "see to the cluster, then run it again"));
}

/** A missing permission, with what an administrator has to add. */
function forbidden(asked: Asked, said: string): ClusterError {
    const [, user = "this account"] = /User "([^"]+)"/.exec(said) ?? [];
    const resource = `${asked.resource}${asked.group ? `.${asked.group}` : ""}`;
    const where = asked.namespace ? `in namespace ${asked.namespace}` : "in the whole cluster";
    const role = asked.namespace ? `role` : "clusterrole";
    const scope = asked.namespace ? ` --namespace ${asked.namespace}` : "";
    return new ClusterError(
        mistake(
            "cluster",
            `${user} must be allowed to ${asked.verb} ${resource} ${where}`,
            "forbidden",
            `bind it to a role with that: kubectl create ${role} blue-green-reader --verb=${asked.verb} --resource=${resource}${scope}`,
        ),
        true,
    );
}

function spelled({ resource, name, namespace }: Asked): string {
    return [resource, name, ...(namespace ? [`in namespace ${namespace}`] : [])].filter((one) => one).join(" ");
}

/** What the API server says in its own words. */
function messageOf(body: string): string | undefined {
    try {
        const { message } = JSON.parse(body) as { message?: unknown };
        return typeof message === "string" && message !== "" ? message : undefined;
    } catch {
        return body.trim().split("\n")[0] || undefined;
    }
}

/** The error for no answer at all. */
export function noAnswer(server: string, reason: string): ClusterError {
    return new ClusterError(
        mistake(
            "cluster",
            `the API server ${server} must answer`,
            reason,
            "start the cluster, or name another kubeconfig or context in `cluster`",
        ),
    );
}

/** The answer, or undefined where this account may not ask: for what is nice to know only. */
export async function ifAllowed<T>(answer: Promise<T>): Promise<T | undefined> {
    return answer.catch((error: unknown) => {
        if (error instanceof ClusterError && error.forbidden) return undefined;
        throw error;
    });
}
