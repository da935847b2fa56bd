import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, isNotFound, NoSuchKind } from "../api/apiError";
import type { ApiServer } from "../api/apiServer";
import { APPLY, pathOf, told } from "./apply";
import { CREATOR } from "./fieldManagers";
import { annotation, type Manifest, put } from "./manifest";
import { unique } from "./naming";

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

async function once(manifest: Manifest, creating: Creating): Promise<Manifest> {
    const { api, isPreview, upsertAs } = creating;
    const { apiVersion, kind, metadata } = manifest;
    if (upsertAs === undefined) {
        const query = { dryRun: isPreview ? "All" : undefined, fieldManager: CREATOR, fieldValidation: "Strict" };
        return api.ask("POST", await api.path(apiVersion, kind, metadata.namespace), { query, body: manifest });
    }
    try {
        return await upserted(manifest, creating, upsertAs);
    } catch (error) {
        // An object that is to be replaced is still there in a preview.
        const isImmutable =
            error instanceof ApiError && error.reason === "Invalid" && /field is immutable/.test(error.message);
        if (!isPreview || !isImmutable) throw error;
        return upserted(put(manifest, ["metadata", "name"], unique(`${metadata.name}-`)), creating, upsertAs);
    }
}

/** Applies an object, whether it is there or not. */
async function upserted(manifest: Manifest, { api, isPreview, forces }: Creating, manager: string): Promise<Manifest> {
    const force = String(forces || isPreview || annotation(manifest, "patchForce") === "true");
    const query = { dryRun: isPreview ? "All" : undefined, fieldManager: manager, force, fieldValidation: "Strict" };
    try {
        return await api.ask("PATCH", await pathOf(manifest, api), { query, body: manifest, contentType: APPLY });
    } catch (error) {
        throw told(error, manager);
    }
}
