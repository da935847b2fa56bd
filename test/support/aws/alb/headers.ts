import type { IncomingMessage } from "node:http";

/** A line of a header. */
export type Line = readonly [name: string, value: string];

/** Headers that concern one connection only. */
const HOP_BY_HOP = ["connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"];

/** The lines as sent: with their case, repeated ones apart. */
export function linesOf({ rawHeaders }: IncomingMessage): Line[] {
    return Array.from({ length: rawHeaders.length / 2 }, (_, i) => [
        rawHeaders[2 * i] ?? "",
        rawHeaders[2 * i + 1] ?? "",
    ]);
}

export function valuesOf(lines: readonly Line[], name: string): string[] {
    return lines.filter(([line]) => line.toLowerCase() === name).map(([, value]) => value);
}

/** Without the lines of the connection, and those that it names. */
export function endToEnd(lines: readonly Line[]): Line[] {
    const named = valuesOf(lines, "connection").flatMap((value) => value.toLowerCase().split(/\s*,\s*/));
    return without(lines, [...HOP_BY_HOP, ...named]);
}

/** What the target gets: the peer's address is appended to X-Forwarded-For, the other two are the balancer's own. */
export function forwardedLines(
    request: IncomingMessage,
    peer: { source: string; protocol: string; port: number },
): Line[] {
    const lines = endToEnd(linesOf(request));
    const kept = without(lines, ["expect", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-port"]);
    const framing: Line[] =
        request.headers["transfer-encoding"] === undefined ? [] : [["Transfer-Encoding", "chunked"]];
    return [
        ...kept,
        ...framing,
        ["X-Forwarded-For", [...valuesOf(lines, "x-forwarded-for"), peer.source].join(", ")],
        ["X-Forwarded-Proto", peer.protocol],
        ["X-Forwarded-Port", String(peer.port)],
    ];
}

function without(lines: readonly Line[], names: readonly string[]): Line[] {
    return lines.filter(([name]) => !names.includes(name.toLowerCase()));
}
