import { COLORS, cookieAttributes, instanceCookie, type Tier } from "../../release";
import { section } from "./section";
import { backendName, type RouterSpec } from "./spec";

/** Releases that are on, with their color, blue first. */
export function liveReleases(spec: Pick<RouterSpec, "releases">) {
    return COLORS.flatMap((color) => {
        const release = spec.releases[color];
        return release === undefined ? [] : [{ color, release }];
    });
}

/** Table of the visitors, by their cookie, that a release had within the session idle time and the quiet time. */
export const censusTable = (release: string) => `_census.${release}`;
/** Table of the addresses that came to a release without our cookie. */
export const addressTable = (release: string) => `_addresses.${release}`;
/** Table that ties an address to a release, for clients without cookies. */
export const SOURCES = "_sources";

/** One section a stick table, since HAProxy allows one table a section. */
export function renderTables(spec: RouterSpec): string[] {
    const table = (name: string, type: string, seconds: number, store = "") =>
        section(`backend ${name}`, [
            `    stick-table type ${type} size 1m expire ${seconds}s peers _${spec.app.name}${store}`,
        ]);
    return [
        ...liveReleases(spec).flatMap(({ release }) => [
            table(censusTable(release), "string len 40", spec.censusSeconds, " store http_req_cnt"),
            table(addressTable(release), "ip", spec.censusSeconds),
        ]),
        table(SOURCES, "ip", spec.app.session.idleSeconds, " store gpt0,gpc0"),
    ];
}

/** One backend a tier and release. */
export function renderBackends(spec: RouterSpec): string[] {
    return spec.app.tiers.flatMap((tier) =>
        liveReleases(spec).map(({ color, release }) => {
            const { health } = tier;
            return section(`backend ${backendName(tier.name, release)}`, [
                `    description ${color}`,
                "    balance roundrobin",
                "    option httpchk",
                "    http-check disable-on-404",
                `    http-check send meth GET uri ${health.path} ver HTTP/1.1 hdr Host ${spec.app.name}.health`,
                "    http-check expect rstatus ^(200|404)$",
                `    http-check expect hdr name X-Release value ${release}`,
                `    timeout check ${milliseconds(health.timeoutSeconds)}`,
                ...affinity(spec, tier),
                `    default-server check inter ${milliseconds(health.intervalSeconds)} fall ${health.fall} rise ${health.rise}`,
                ...(spec.servers[color]?.[tier.name] ?? []).map(
                    ({ name, port }) =>
                        `    server ${name} 127.0.0.1:${port}${spec.sticky.includes(tier.name) ? ` cookie ${name}` : ""}`,
                ),
            ]);
        }),
    );
}

function affinity(spec: RouterSpec, tier: Tier): string[] {
    if (!spec.sticky.includes(tier.name)) return [];
    const { session } = spec.app;
    const attributes = cookieAttributes(session, spec.certificateFile !== undefined)
        .split("; ")
        .filter((attribute) => attribute !== "Path=/" && !attribute.startsWith("Max-Age"))
        .map((attribute) => `attr "${attribute}"`);
    return [`    cookie ${instanceCookie(session, tier.name)} insert indirect nocache ${attributes.join(" ")}`];
}

function milliseconds(seconds: number): string {
    return `${Math.round(seconds * 1000)}ms`;
}
