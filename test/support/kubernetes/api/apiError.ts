/** A refusal of the API server, in its own words. */
export class ApiError extends Error {
    constructor(
        message: string,
        readonly code: number,
        /** As in `NotFound`, `AlreadyExists`, `Invalid`. */
        readonly reason: string,
        /** Kind of what the refusal is about, as in `namespaces`. */
        readonly about?: string,
    ) {
        super(message);
    }
}

/** The API server does not have this kind of object. */
export class NoSuchKind extends Error {
    constructor(apiVersion: string, kind: string) {
        super(`no matches for kind "${kind}" in version "${apiVersion}"`);
    }
}

export function isNotFound(error: unknown): boolean {
    return error instanceof ApiError && error.code === 404;
}
