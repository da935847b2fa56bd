/** One request to somebody else's server. */
export interface Call {
    readonly method: "GET" | "POST";
    /** Sent as JSON. */
    readonly body?: unknown;
    /** How long the answer may take, in milliseconds. */
    readonly timeoutMs: number;
    /** Gives up when it fires. */
    readonly signal?: AbortSignal;
}

/** Asks a URL and answers with the status; redirects are not followed. Error: why nobody answered, without the URL. */
export type CallHttp = (url: string, call: Call) => Promise<number>;

/** Over the network. */
export const callHttp: CallHttp = async (url, { method, body, timeoutMs, signal }) => {
    const target = new URL(url);
    const { username, password } = target;
    const named = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    target.username = "";
    target.password = "";
    const limit = AbortSignal.timeout(timeoutMs);
    try {
        const { status, body: answer } = await fetch(target, {
            method,
            headers: {
                "user-agent": "blue-green",
                ...(body === undefined ? {} : { "content-type": "application/json" }),
                ...(named === ":" ? {} : { authorization: `Basic ${Buffer.from(named).toString("base64")}` }),
            },
            ...(body === undefined ? {} : { body: JSON.stringify(body) }),
            redirect: "manual",
            signal: signal ? AbortSignal.any([signal, limit]) : limit,
        });
        // The status says all; a body that never ends must not hold the connection.
        await answer?.cancel();
        return status;
    } catch (error) {
        if (limit.aborted) throw new Error(`no answer within ${timeoutMs / 1000} s`);
        throw new Error(reasonOf(error as Error));
    }
};

/** What is behind "fetch failed"; a name with several addresses has a reason for each. */
function reasonOf(error: Error): string {
    const { cause } = error as { cause?: NodeJS.ErrnoException & { errors?: readonly Error[] } };
    return cause?.errors?.[0]?.message || cause?.message || error.message;
}

/** Whether a text is a URL that can be asked. */
export function isHttpUrl(text: string): boolean {
    return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
