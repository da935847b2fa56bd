import type { ApiServer } from "../api/apiServer";
import { APPLY, pathOf, told } from "./apply";
import { forces, ignoring, takenOver } from "./fieldManagers";
import type { Manifest } from "./manifest";

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
        throw told(error, fieldManager);
    }
}

/** The object once what the provider created, and what was changed by hand, belongs to the manager that applies. */
async function owned(live: Manifest, { api, fieldManager }: Updating, path: string): Promise<Manifest> {
    const managedFields = takenOver(live, fieldManager);
    if (!managedFields) return live;
    const body = [{ op: "replace", path: "/metadata/managedFields", value: managedFields }];
    return api.ask("PATCH", path, { body, contentType: "application/json-patch+json" });
}
