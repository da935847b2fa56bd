/** Where relative addresses start, and what counts as the page's own origin. Absent outside a browser. */
interface Page {
    readonly document?: { readonly baseURI: string };
    readonly location?: { readonly href: string; readonly origin: string };
}

/**
 * A `fetch` that tells the router which release the page belongs to, so that its API calls stay on that release
 * whatever another tab does with the cookie.
 *
 * It adds the header `X-Release` to requests to the page's own origin. Other origins never see it, a header
 * `X-Release` set by the caller is kept, and outside a browser nothing is added.
 *
 * @param release what pins a visitor to the page's own release: its `RELEASE_PIN`, where pins are signed, else its `RELEASE`. Unit: none.
 * Default: none, required.
 * Error: "release: must be a release id of 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, signed or not, got ...".
 * @param baseFetch what sends the request. Default: the global `fetch`.
 */
export function releaseFetch(release: string, baseFetch: typeof fetch = fetch): typeof fetch {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}(\.[0-9a-f]{32})?$/.test(release)) {
        throw new Error(
            "release: must be a release id of 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, signed or not, " +
                `got ${JSON.stringify(release)}; give the RELEASE_PIN, or else the RELEASE, that the page was served with`,
        );
    }
    return (input: Parameters<typeof fetch>[0], init?: Parameters<typeof fetch>[1]) => {
        const request = typeof input === "object" && "headers" in input ? input : undefined;
        if (!isOwnOrigin(request ? request.url : String(input))) return baseFetch(input, init);
        const headers = new Headers(init?.headers ?? request?.headers);
        if (!headers.has("X-Release")) headers.set("X-Release", release);
        return baseFetch(input, { ...init, headers });
    };
}

function isOwnOrigin(address: string): boolean {
    const { document, location } = globalThis as Page;
    if (!location) return false;
    try {
        return new URL(address, document?.baseURI ?? location.href).origin === location.origin;
    } catch {
        return false; // not an address: `fetch` says so
    }
}
