import {
    CATCH_ALL,
    type Color,
    cookieAttributes,
    onEveryTier,
    type Rule,
    routeTable,
    specificity,
    visitorCookie,
} from "../../release";
import { liveReleases } from "./backends";
import { census } from "./census";
import { draw, failover } from "./draw";
import { section } from "./section";
import { backendName, NUMBER, pinVariable, type RouterSpec } from "./spec";

/** The front door: decides the release of each request by the rules of the route table, and the tier by its path. */
export function renderFrontend(spec: RouterSpec): string {
    const rules = routeTable(spec.app, spec.releases, onEveryTier(spec.app, { blue: 0, green: 0 }), spec.pins);
    return section("frontend front", [
        bind(spec),
        "    # Health changes are logged by the backends; requests are not.",
        "    no log",
        ...acls(spec),
        "    # Health controls are for the instance's own port.",
        `    http-request deny deny_status 404 if { path_beg ${spec.app.tiers.map(({ health }) => `${health.path}/`).join(" ")} }`,
        "    http-request disable-l7-retry unless METH_GET",
        ...tiers(spec),
        ...pins(spec, rules),
        ...failover(spec),
        ...draw(spec),
        ...census(spec),
        ...cookies(spec),
        `    http-request return status 503 content-type text/plain string "no release of ${spec.app.name} is live" unless pinned`,
        ...liveReleases(spec).flatMap(({ color, release }) =>
            spec.app.tiers.map(
                ({ name }, index) =>
                    `    use_backend ${backendName(name, release)} if on-${color} { var(txn.tier) -m int ${index} }`,
            ),
        ),
    ]);
}

function bind(spec: RouterSpec): string {
    const { address, port } = spec.listen;
    const tls = spec.certificateFile ? ` ssl crt ${spec.certificateFile} alpn h2,http/1.1` : "";
    return `    bind ${address}:${port}${tls}`;
}

/** `up-<color>-<tier>`: some instance answers; `open-<color>-<tier>`: and takes new visitors. */
function acls(spec: RouterSpec): string[] {
    return [
        "    acl page-load req.hdr(accept) -m beg text/html",
        "    acl part-of-page req.hdr(sec-fetch-dest) -m found",
        "    acl part-of-page req.hdr(referer) -m found",
        `    acl health-path path ${spec.app.tiers.map(({ health }) => health.path).join(" ")}`,
        "    acl pinned var(txn.color) -m found",
        "    acl new var(txn.new) -m found",
        ...liveReleases(spec).flatMap(({ color, release }) => [
            `    acl on-${color} var(txn.color) -m int ${NUMBER[color]}`,
            ...spec.app.tiers.flatMap(({ name }) => [
                ...(spec.servers[color]?.[name] ?? []).map(
                    (server) => `    acl up-${color}-${name} srv_is_up(${backendName(name, release)}/${server.name})`,
                ),
                `    acl open-${color}-${name} nbsrv(${backendName(name, release)}) gt 0`,
            ]),
        ]),
    ];
}

/** The tier's place in the list, by the most specific path that fits: later lines win. */
function tiers(spec: RouterSpec): string[] {
    const named = spec.app.tiers.flatMap(({ paths }, index) => paths.map((path) => ({ index, path })));
    return named
        .sort((a, b) => specificity(a.path) - specificity(b.path))
        .map(({ index, path }) => {
            if (path === CATCH_ALL) return `    http-request set-var(txn.tier) int(${index})`;
            const fits = path.endsWith("/*") ? `path_beg ${path.slice(0, -1)}` : `path -m str ${path}`;
            return `    http-request set-var(txn.tier) int(${index}) if { ${fits} }`;
        });
}

/** The pins of the route table. They are alike on every tier, and later lines win, so the weakest comes first. */
function pins(spec: RouterSpec, rules: readonly Rule[]): string[] {
    const fetches = { query: "url_param", header: "req.fhdr", cookie: "req.cook" } as const;
    const first = rules[0]?.tier;
    const lines = rules
        .filter(({ tier }) => tier === first)
        .flatMap(({ match, forward }) => {
            const color = forward[0]?.color;
            if (match.by === "default" || !color) return [];
            return match.names.map((name) => {
                const asks = asksFor(spec, color, `${fetches[match.by]}(${name})`, match.value);
                const sets = `    http-request set-var(txn.color) int(${NUMBER[color]}) if ${asks}`;
                if (match.by === "cookie")
                    return [`    http-request set-var(txn.kept) int(${NUMBER[color]}) if ${asks}`];
                if (match.by === "header") return [sets];
                const keeps = `${asks} page-load || ${asks} !part-of-page`;
                return [sets, `    http-request set-var(txn.new) int(1) if ${keeps}`];
            });
        })
        .reverse()
        .flat();
    const cookieLines = liveReleases(spec).length;
    return [
        "    # Pins: cookie, header, query; the last that names a live release wins.",
        ...lines.slice(0, cookieLines),
        ...(cookieLines > 0 ? ["    http-request set-var(txn.color) var(txn.kept) if { var(txn.kept) -m found }"] : []),
        ...lines.slice(cookieLines),
    ];
}

/** A signed pin is compared in constant time, so that nobody learns it by how long an answer takes. */
function asksFor({ pins }: RouterSpec, color: Color, fetched: string, pin: string): string {
    return pins?.[color] === undefined
        ? `{ ${fetched} -m str ${pin} }`
        : `{ ${fetched},secure_memcmp(${pinVariable(color)}) }`;
}

/** Our cookies go to the browser, never to the app. What is marked for shared caches carries none. */
function cookies(spec: RouterSpec): string[] {
    const { session } = spec.app;
    const names = `${session.cookie}|${visitorCookie(session)}`;
    const attributes = cookieAttributes(session, spec.certificateFile !== undefined);
    const kept = "{ var(txn.color),sub(txn.kept) -m int 0 }";
    const shared = "{ res.hdr(cache-control) -m sub public s-maxage }";
    return [
        `    http-request set-header Cookie "%[req.fhdr(cookie),regsub('(^|; *)(${names})=[^;]*','',g),regsub('^; *','')]" if { req.fhdr(cookie) -m sub ${session.cookie} }`,
        "    http-request del-header Cookie if { req.fhdr(cookie) -m len 0 }",
        ...liveReleases(spec).map(
            ({ color, release }) =>
                `    http-after-response add-header Set-Cookie "${session.cookie}=${spec.pins?.[color] ?? release}; ${attributes}" if on-${color} new !${shared} || on-${color} ${kept} !${shared}`,
        ),
        `    http-after-response add-header Set-Cookie "${visitorCookie(session)}=%[var(txn.visitor)]; ${attributes}" if pinned new !${shared} || pinned ${kept} !${shared}`,
    ];
}
