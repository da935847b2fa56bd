import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, isNotFound, NoSuchKind } from "../api/apiError";
import type { ApiServer } from "../api/apiServer";
import { CREATOR } from "./fieldManagers";
import type { Manifest } from "./manifest";

const RETRIES = 5;
const ALREADY_THERE = `
The resource already exists in the cluster. This can happen when:

  - Renaming a Pulumi resource: use an alias to preserve the identity,
    or use deleteBeforeReplace if the resource needs replacement.
  - Managing an existing resource: use a Patch resource (e.g. NamespacePatch)
    to manage specific fields without owning the resource lifecycle.
  - Adopting a resource into Pulumi: use \`pulumi import\`. Note that
    protected resources (e.g. kube-system) cannot be deleted on destroy.
  - Intentional upsert: set upsertExistingObjects on the provider to allow
    server-side apply to update existing objects on create.`;

export interface Creating {
    readonly api: ApiServer;
    readonly isPreview: boolean;
    /** An object that is there already is taken over under this name. */
    readonly upsertAs?: string;
    readonly forces?: boolean;
    readonly cancelled: AbortSignal;
}

/**
 * Creates an object. Tries again for about a minute when its namespace or kind is not there: resources may come in any order. Fields that the
 * API server does not know are refused; the real provider drops them here and is refused with the first update.
 */
export async function create(manifest: Manifest, creating: Creating): Promise<Manifest> {
    for (let attempt = 0; ; attempt++) {
        try {
            return await once(manifest, creating);
        } catch (error) {
            if (error instanceof ApiError && error.reason === "AlreadyExists")
                throw new ApiError(`${error.message}\n${ALREADY_THERE}`, error.code, error.reason);
            const mayCome = isNotFound(error) || error instanceof NoSuchKind;
            if (!mayCome || attempt === RETRIES || creating.cancelled.aborted || isNamespaceOfPreview(error, creating))
                throw error;
            await sleep(1000 * 2 ** attempt);
        }
    }
}

/** Whether a preview failed for a namespace that the update itself may bring. */
export function isNamespaceOfPreview(error: unknown, { isPreview }: Pick<Creating, "isPreview">): boolean {
    return isPreview && error instanceof ApiError && error.code === 404 && error.about === "namespaces";
}

async function once(manifest: Manifest, { api, isPreview, upsertAs, forces }: Creating): Promise<Manifest> {
    const { apiVersion, kind, metadata } = manifest;
    const dryRun = isPreview ? "All" : undefined;
    const query = { dryRun, fieldManager: upsertAs ?? CREATOR, fieldValidation: "Strict" };
    const all = await api.path(apiVersion, kind, metadata.namespace);
    if (upsertAs === undefined) return api.ask("POST", all, { query, body: manifest });
    const force = String(forces || isPreview);
    return api.ask("PATCH", `${all}/${metadata.name}`, {
        query: { ...query, force },
        body: manifest,
        contentType: APPLY,
    });
}

/** The content type of a server-side apply. */
export const APPLY = "application/apply-patch+yaml";
