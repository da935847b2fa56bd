import { hasUnknown } from "../../plugin/unknown";
import type { Values } from "../../plugin/values";
import { ApiError, isNotFound, NoSuchKind } from "../api/apiError";
import { pathOf } from "./apply";
import { gone, mustBeReady, NotReady, ready } from "./awaiting";
import { check, type Unchecked } from "./check";
import { type Checkpoint, checkpoint, readCheckpoint } from "./checkpoint";
import type { Cluster } from "./cluster";
import { create, isNamespaceOfPreview } from "./create";
import { type Compared, type Difference, diff } from "./diff";
import { annotation, idOf, type Manifest } from "./manifest";
import { unique } from "./naming";
import { normalise } from "./normalise";
import { prune } from "./prune";
import { bare, markSecrets } from "./secrets";
import { update } from "./update";

/** A request of the engine. Values have their marks of secrets. */
export interface Asked {
    readonly urn: string;
    readonly id: string;
    readonly news: Values;
    readonly oldInputs: Values;
    /** Outputs as noted. */
    readonly olds: Values;
    readonly ignored: readonly string[];
    readonly isPreview: boolean;
    /** Unit: seconds; 0 when the program gives none. */
    readonly timeout: number;
}

export interface Answered {
    readonly id: string;
    readonly outputs: Values;
    /** It exists, but what the provider waits for did not come. */
    readonly unsettled?: string;
}

/** Keeps objects as the engine asks. */
export class Provider {
    constructor(
        private readonly cluster: Cluster,
        private readonly cancelled: AbortSignal,
    ) {}

    check(asked: Unchecked): Promise<Values> {
        return check(asked, this.cluster);
    }

    diff(asked: Compared): Promise<Difference> {
        return diff(asked, this.cluster);
    }

    async create({ urn, news, isPreview, timeout }: Asked): Promise<Answered> {
        const inputs = bare(news) as Manifest;
        if (isPreview && !(await this.canPreview(inputs))) return { id: "", outputs: news };
        const { api, settings } = this.cluster.reached();
        const fieldManager = managerOf(inputs);
        const upsertAs = settings.upserts ? fieldManager : undefined;
        const creating = { api, isPreview, upsertAs, forces: settings.forcesPatches, cancelled: this.cancelled };
        try {
            const live = await create(inputs, creating);
            if (isPreview) {
                const { status: _, ...outputs } = live;
                return { id: "", outputs: checkpoint({ inputs, live: outputs as Manifest, fieldManager }, news) };
            }
            return await this.settled({ inputs, live, fieldManager }, news, timeout, (why) => {
                const says =
                    "was successfully created, but the Kubernetes API server reported that it failed to fully initialize or become live";
                return `resource "${urn}" ${says}: ${why}`;
            });
        } catch (error) {
            if (isPreview && (isNamespaceOfPreview(error, creating) || isForbidden(error) || isThere(error)))
                return { id: "", outputs: news };
            if (error instanceof NoSuchKind) {
                const kind = `${inputs.apiVersion}/${inputs.kind}`;
                throw new Error(`creation of resource "${urn}" with kind ${kind} ${noSuchKind(error)}`);
            }
            throw new Error(
                `resource "${urn}" was not successfully created by the Kubernetes API server: ${told(error)}`,
            );
        }
    }

    async update({ urn, id, news, olds, ignored, isPreview, timeout }: Asked): Promise<Answered> {
        const inputs = normalise(bare(news) as Manifest);
        if (isPreview && !(await this.canPreview(inputs))) return { id, outputs: news };
        const { api, settings } = this.cluster.reached();
        const fieldManager = managerOf(inputs, readCheckpoint(olds).fieldManager);
        const updating = { api, isPreview, fieldManager, ignored, forces: settings.forcesPatches };
        try {
            const live = await update(inputs, updating);
            if (isPreview) return { id, outputs: checkpoint({ inputs, live, fieldManager }, news) };
            return await this.settled({ inputs, live, fieldManager }, news, timeout, (why) => notLive(id, why));
        } catch (error) {
            if (isPreview && isForbidden(error)) return { id, outputs: news };
            if (error instanceof NoSuchKind) throw new Error(`update of resource "${urn}" ${noSuchKind(error)}`);
            const live = await api.ask<Manifest>("GET", await pathOf(inputs, api)).catch(() => undefined);
            if (!live) throw new Error(`update of resource "${urn}" failed: ${told(error)}`);
            // The real provider notes the object as it is, with the inputs that were refused.
            return {
                id,
                outputs: checkpoint({ inputs, live, fieldManager }, news),
                unsettled: notLive(id, told(error)),
            };
        }
    }

    /** What a refresh sees; nothing when it is gone. */
    async read({
        id,
        oldInputs,
        olds,
    }: Pick<Asked, "id" | "oldInputs" | "olds">): Promise<(Answered & { inputs: Values }) | undefined> {
        const { api } = this.cluster.reached();
        const before = readCheckpoint(olds);
        const inputs = normalise(bare(oldInputs) as Manifest);
        if (!inputs.kind)
            throw new Error(`${id}: the stand-in for the provider kubernetes does not read what it has not made`);
        const fieldManager = managerOf(inputs, before.fieldManager);
        try {
            const live = await api.ask<Manifest>("GET", await pathOf(inputs, api));
            const now = prune(live, inputs) as Manifest;
            const answered = {
                id,
                outputs: checkpoint({ inputs: now, live, fieldManager }, oldInputs),
                inputs: markSecrets(now, oldInputs),
            };
            const unsettled = await mustBeReady(inputs, live, api).then(() => undefined, told);
            return { ...answered, unsettled };
        } catch (error) {
            if (isNotFound(error) || error instanceof NoSuchKind) return undefined;
            throw error;
        }
    }

    async delete({ olds, timeout }: Pick<Asked, "olds" | "timeout">): Promise<void> {
        const { api } = this.cluster.reached();
        const { inputs, live } = readCheckpoint(olds);
        try {
            const body = { kind: "DeleteOptions", apiVersion: "v1", propagationPolicy: propagationOf(inputs) };
            await api.ask("DELETE", await pathOf(live, api), { body });
            await gone(inputs, live, { api, timeout, cancelled: this.cancelled });
        } catch (error) {
            if (!isNotFound(error) && !(error instanceof NoSuchKind)) throw error;
        }
    }

    private async settled(
        made: Required<Checkpoint>,
        news: Values,
        timeout: number,
        says: (why: string) => string,
    ): Promise<Answered> {
        const { api } = this.cluster.reached();
        const id = idOf(made.live);
        try {
            const live = await ready(made.inputs, made.live, { api, timeout, cancelled: this.cancelled });
            return { id, outputs: checkpoint({ ...made, live }, news) };
        } catch (error) {
            if (!(error instanceof NotReady)) throw error;
            return { id, outputs: checkpoint({ ...made, live: error.live }, news), unsettled: says(error.message) };
        }
    }

    /** Whether the API server can be asked what would become of an object. */
    private async canPreview(inputs: Manifest): Promise<boolean> {
        if (hasUnknown(inputs) || !this.cluster.isReachable) return false;
        return (await this.cluster.reached().api.isNamespaced(inputs.apiVersion, inputs.kind)) !== undefined;
    }
}

function managerOf(inputs: Manifest, before?: string): string {
    return annotation(inputs, "patchFieldManager") || before || unique("pulumi-kubernetes-");
}

function propagationOf(inputs: Manifest): string {
    const policy = annotation(inputs, "deletionPropagationPolicy")?.toLowerCase();
    return policy === "orphan" ? "Orphan" : policy === "background" ? "Background" : "Foreground";
}

function notLive(id: string, why: string): string {
    return `the Kubernetes API server reported that "${id}" failed to fully initialize or become live: ${why}`;
}

function noSuchKind({ message }: NoSuchKind): string {
    const says =
        "failed because the Kubernetes API server reported that the apiVersion for this resource does not exist";
    return `${says}. Verify that any required CRDs have been created: ${message}`;
}

function isForbidden(error: unknown): boolean {
    return error instanceof ApiError && error.code === 403;
}

function isThere(error: unknown): boolean {
    return error instanceof ApiError && error.reason === "AlreadyExists";
}

function told(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
