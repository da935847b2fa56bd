import { type ServerResponse, STATUS_CODES } from "node:http";
import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Asked } from "./shapes";

/** An answer of the balancer itself. */
export function answer(response: ServerResponse, status: number, type = "text/html", body = pageOf(status)): void {
    response.writeHead(status, {
        Server: "awselb/2.0",
        "Content-Type": type,
        "Content-Length": Buffer.byteLength(body),
    });
    response.end(body);
}

export function answerFixed(response: ServerResponse, { FixedResponseConfig: config }: Action): void {
    answer(response, Number(config?.StatusCode), config?.ContentType ?? "text/plain", config?.MessageBody ?? "");
}

export function answerRedirect(
    response: ServerResponse,
    { RedirectConfig: config }: Action,
    asked: Asked,
    listener: { protocol: string; port: number },
): void {
    response.setHeader("Location", locationOf(config ?? {}, asked, listener));
    answer(response, config?.StatusCode === "HTTP_301" ? 301 : 302);
}

/** Where a redirect leads; a part not given stays as it was. */
function locationOf(
    config: { Protocol?: string; Host?: string; Port?: string; Path?: string; Query?: string },
    asked: Asked,
    listener: { protocol: string; port: number },
): string {
    const values: Record<string, string> = {
        protocol: listener.protocol,
        host: asked.host,
        port: String(listener.port),
        path: asked.path.slice(1),
        query: asked.query,
    };
    const fill = (text: string) => text.replace(/#\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
    const {
        Protocol = "#{protocol}",
        Host = "#{host}",
        Port = "#{port}",
        Path = "/#{path}",
        Query = "#{query}",
    } = config;
    const query = fill(Query);
    return `${fill(Protocol).toLowerCase()}://${fill(Host)}:${fill(Port)}${fill(Path)}${query === "" ? "" : `?${query}`}`;
}

function pageOf(status: number): string {
    const title = `${status} ${STATUS_CODES[status]}`;
    return `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center></body></html>\n`;
}
