import { request as httpRequest } from "node:http";
import { request as httpsRequest, type RequestOptions } from "node:https";
import { ApiError, NoSuchKind } from "./apiError";

/** Where an API server is, and how to be let in. */
export interface Access {
    readonly server: string;
    /** Adds certificates and headers to a request. */
    authorise(options: RequestOptions): Promise<void>;
}

export interface Asked {
    readonly query?: Readonly<Record<string, string | undefined>>;
    readonly body?: unknown;
    /** Default: `application/json`. */
    readonly contentType?: string;
}

interface Resource {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
}

/** The API of a cluster in plain requests: no field of an object gets lost or made up on the way. */
export class ApiServer {
    private readonly known = new Map<string, Resource>();

    constructor(private readonly access: Access) {}

    /** The answer to a request. */
    async ask<T>(method: string, path: string, { query = {}, body, contentType }: Asked = {}): Promise<T> {
        const url = new URL(this.access.server.replace(/\/$/, "") + path);
        for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value);
        const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
        const headers: Record<string, string> = { Accept: "application/json" };
        if (content) {
            headers["Content-Type"] = contentType ?? "application/json";
            headers["Content-Length"] = String(content.length);
        }
        const options: RequestOptions = { method, headers };
        await this.access.authorise(options);
        const { status, text } = await sent(url, options, content);
        if (status >= 400) throw refusal(status, text);
        return (text.startsWith("{") ? JSON.parse(text) : text) as T;
    }

    /** The path of all objects of a kind, or of one of them. */
    async path(apiVersion: string, kind: string, namespace?: string, name?: string): Promise<string> {
        const { name: plural, namespaced } = await this.resource(apiVersion, kind);
        const within = namespaced && namespace ? `/namespaces/${namespace}` : "";
        return `${groupPath(apiVersion)}${within}/${plural}${name ? `/${name}` : ""}`;
    }

    /** Whether objects of a kind belong to a namespace; undefined when there is no such kind. */
    async isNamespaced(apiVersion: string, kind: string): Promise<boolean | undefined> {
        try {
            return (await this.resource(apiVersion, kind)).namespaced;
        } catch (error) {
            if (error instanceof NoSuchKind) return undefined;
            throw error;
        }
    }

    private async resource(apiVersion: string, kind: string): Promise<Resource> {
        const key = `${apiVersion}/${kind}`;
        const known = this.known.get(key);
        if (known) return known;
        const found = (await this.resources(apiVersion)).find((one) => one.kind === kind && !one.name.includes("/"));
        if (!found) throw new NoSuchKind(apiVersion, kind);
        this.known.set(key, found);
        return found;
    }

    private async resources(apiVersion: string): Promise<readonly Resource[]> {
        try {
            return (await this.ask<{ resources: Resource[] }>("GET", groupPath(apiVersion))).resources;
        } catch (error) {
            if (error instanceof ApiError && error.code === 404) return [];
            throw error;
        }
    }
}

function groupPath(apiVersion: string): string {
    return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

function sent(url: URL, options: RequestOptions, content?: Buffer): Promise<{ status: number; text: string }> {
    const send = url.protocol === "http:" ? httpRequest : httpsRequest;
    return new Promise((resolve, reject) => {
        const request = send(url, options, (response) => {
            const parts: Buffer[] = [];
            response.on("data", (part: Buffer) => parts.push(part));
            response.on("error", reject);
            response.on("end", () =>
                resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
            );
        });
        request.on("error", reject);
        request.end(content);
    });
}

function refusal(status: number, text: string): ApiError {
    try {
        const { message = text, reason = "", details } = JSON.parse(text);
        return new ApiError(message, status, reason, details?.kind);
    } catch {
        return new ApiError(text || `the API server answered ${status}`, status, "");
    }
}
