import { ApiError } from "../api/apiError";
import type { ApiServer } from "../api/apiServer";
import type { Manifest } from "./manifest";

/** The content type of a server-side apply. */
export const APPLY = "application/apply-patch+yaml";

const CONFLICT =
    "server-side apply field conflict detected, see " +
    "https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/managing-resources-with-server-side-apply/" +
    "#handle-field-conflicts-on-existing-resources for troubleshooting help";

/** The path of an object. */
export async function pathOf({ apiVersion, kind, metadata }: Manifest, api: ApiServer): Promise<string> {
    return api.path(apiVersion, kind, metadata.namespace, metadata.name);
}

/** What became of an apply, as the provider tells it. */
export function told(error: unknown, manager: string): unknown {
    if (!(error instanceof ApiError) || error.reason !== "Conflict") return error;
    const cause = `The resource managed by field manager "${manager}" had an apply conflict: ${error.message}`;
    return new ApiError(`${CONFLICT}\n${cause}`, error.code, error.reason);
}
