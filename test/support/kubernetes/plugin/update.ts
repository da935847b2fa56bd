import { ApiError } from "../api/apiError";
import type { ApiServer } from "../api/apiServer";
import { pathOf } from "./awaiting";
import { APPLY } from "./create";
import { forces, ignoring, takenOver } from "./fieldManagers";
import type { Manifest } from "./manifest";

const CONFLICT =
    "server-side apply field conflict detected, see " +
    "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/" +
    "#handle-field-conflicts-on-existing-resources for troubleshooting help";

export interface Updating {
    readonly api: ApiServer;
    readonly isPreview: boolean;
    readonly fieldManager: string;
    /** Properties to leave as they are. */
    readonly ignored: readonly string[];
    readonly forces: boolean;
}

/** Applies an object that is there. */
export async function update(manifest: Manifest, updating: Updating): Promise<Manifest> {
    const { api, isPreview, fieldManager, ignored } = updating;
    const path = await pathOf(manifest, api);
    const found = await api.ask<Manifest>("GET", path);
    const live = isPreview ? found : await owned(found, updating, path);
    const force = String(updating.forces || forces(manifest, live, isPreview));
    const query = { dryRun: isPreview ? "All" : undefined, fieldManager, force, fieldValidation: "Strict" };
    const body = ignoring(manifest, live, ignored, fieldManager);
    try {
        return await api.ask("PATCH", path, { query, body, contentType: APPLY });
    } catch (error) {
        if (!(error instanceof ApiError) || error.reason !== "Conflict") throw error;
        const told = `The resource managed by field manager "${fieldManager}" had an apply conflict: ${error.message}`;
        throw new ApiError(`${CONFLICT}\n${told}`, error.code, error.reason);
    }
}

/** The object once what the provider created, and what was changed by hand, belongs to the manager that applies. */
async function owned(live: Manifest, { api, fieldManager }: Updating, path: string): Promise<Manifest> {
    const managedFields = takenOver(live, fieldManager);
    if (!managedFields) return live;
    const body = [{ op: "replace", path: "/metadata/managedFields", value: managedFields }];
    return api.ask("PATCH", path, { body, contentType: "application/json-patch+json" });
}
