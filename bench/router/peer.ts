import type { RouterSpec } from "../../components/haproxy/config/spec";
import { serversOf } from "./app";

/** The page and the answer that every server gives: about as long as those of a small app. */
const BODY = "x".repeat(1000);

/** HAProxy as the servers of both releases: answers at once, so that the router in front decides the figures. */
export function serverLines(spec: RouterSpec): string[] {
    const answer = `content-type text/html string ${BODY}`;
    const server = (color: "blue" | "green", tier: "frontend" | "backend") => [
        `frontend ${color}-${tier}`,
        ...serversOf(spec, color, tier).map(({ port }) => `    bind 127.0.0.1:${port}`),
        `    http-request return status 200 ${answer} hdr X-Release ${spec.releases[color]}`,
    ];
    return [
        "    nbthread 1",
        ...HTTP,
        ...server("blue", "frontend"),
        ...server("blue", "backend"),
        ...server("green", "frontend"),
        ...server("green", "backend"),
    ];
}

/** The least that does the job without releases: tiers by path, round robin, health checks. */
export function peerLines(spec: RouterSpec, port: number): string[] {
    const backend = (tier: "frontend" | "backend", health: string) => [
        `backend ${tier}`,
        "    balance roundrobin",
        `    option httpchk GET ${health}`,
        ...serversOf(spec, "blue", tier).map(({ name, port }) => `    server ${name} 127.0.0.1:${port} check`),
    ];
    return [
        ...HTTP,
        "frontend front",
        `    bind 127.0.0.1:${port}`,
        "    use_backend backend if { path_beg /api/ }",
        "    default_backend frontend",
        ...backend("frontend", "/healthz"),
        ...backend("backend", "/api/healthz"),
    ];
}

const HTTP = [
    "defaults",
    "    mode http",
    "    timeout connect 5s",
    "    timeout client 60s",
    "    timeout server 60s",
    "    timeout http-keep-alive 15s",
];
