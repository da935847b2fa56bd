import { createHash } from "node:crypto";
import { CATCH_ALL, Color, Cookieless, cookieAttributes, other, specificity, visitorCookie } from "../../release";
import { addressTable, censusTable, liveReleases, SOURCES } from "./backends";
import { section } from "./section";
import { backendName, files, type RouterSpec } from "./spec";

const PINNED = "{ var(txn.release) -m found }";
const NEW = "{ var(txn.new) -m bool }";

/** The front door: decides the release of each request, by the precedence of the route table, and the tier. */
export function renderFrontend(spec: RouterSpec): string {
    return section("frontend front", [
        bind(spec),
        "    # Health changes are logged by the backends; requests are not.",
        "    no log",
        ...acls(spec),
        "    # Health controls are for the instance's own port.",
        `    http-request deny deny_status 404 if { path_beg ${spec.app.tiers.map(({ health }) => `${health.path}/`).join(" ")} }`,
        "    http-request disable-l7-retry unless METH_GET",
        ...tiers(spec),
        ...pins(spec),
        ...failover(spec),
        ...draw(spec),
        ...census(spec),
        ...outgoing(spec),
        `    http-request return status 503 content-type text/plain string "no release of ${spec.app.name} is live" if !${PINNED}`,
        "    use_backend %[var(txn.tier)].%[var(txn.release)]",
    ]);
}

function bind(spec: RouterSpec): string {
    const { address, port } = spec.listen;
    const tls = spec.certificateFile ? ` ssl crt ${spec.certificateFile} alpn h2,http/1.1` : "";
    return `    bind ${address}:${port}${tls}`;
}

/** `up-<color>`: some instance of every tier answers; `open-<color>`: and takes new visitors. */
function acls(spec: RouterSpec): string[] {
    const lines = [
        "    acl page-load req.hdr(accept) -m beg text/html",
        "    acl part-of-page req.hdr(sec-fetch-dest) -m found",
        "    acl part-of-page req.hdr(referer) -m found",
        `    acl health-path path ${spec.app.tiers.map(({ health }) => health.path).join(" ")}`,
    ];
    for (const { color, release } of liveReleases(spec)) {
        for (const { name } of spec.app.tiers) {
            const backend = backendName(name, release);
            for (const server of spec.servers[color]?.[name] ?? []) {
                lines.push(`    acl up-${color}-${name} srv_is_up(${backend}/${server.name})`);
            }
            lines.push(`    acl open-${color}-${name} nbsrv(${backend}) gt 0`);
        }
    }
    return lines;
}

function tiers(spec: RouterSpec): string[] {
    const catching = spec.app.tiers.find(({ paths }) => paths.includes(CATCH_ALL));
    const rest = spec.app.tiers
        .flatMap(({ name, paths }) => paths.filter((path) => path !== CATCH_ALL).map((path) => ({ name, path })))
        .sort((a, b) => specificity(a.path) - specificity(b.path));
    return [
        `    http-request set-var(txn.tier) str(${catching?.name})`,
        ...rest.map(({ name, path }) => {
            const fits = path.endsWith("/*") ? `path_beg ${path.slice(0, -1)}` : `path -m str ${path}`;
            return `    http-request set-var(txn.tier) str(${name}) if { ${fits} }`;
        }),
    ];
}

/** Later lines win, so the weakest pin comes first. */
function pins(spec: RouterSpec): string[] {
    const live = liveReleases(spec).map(({ release }) => release);
    const { session } = spec.app;
    const known = (fetch: string) => `{ ${fetch} -m str ${live.join(" ")} }`;
    const asked = [...session.queries.map((name) => `url_param(${name})`).reverse()];
    const lines = [`    http-request set-var(txn.cookie) req.cook(${session.cookie})`];
    if (live.length === 0) return lines;
    return [
        ...lines,
        "    # Pins: cookie, header, query; the last that names a live release wins.",
        `    http-request set-var(txn.release) var(txn.cookie) if ${known("var(txn.cookie)")}`,
        ...session.headers
            .map((name) => `req.fhdr(${name})`)
            .reverse()
            .map((fetch) => `    http-request set-var(txn.release) ${fetch} if ${known(fetch)}`),
        ...asked.flatMap((fetch) => [
            `    http-request set-var(txn.release) ${fetch} if ${known(fetch)}`,
            `    http-request set-var(txn.keep) bool(true) if ${known(fetch)} page-load || ${known(fetch)} !part-of-page`,
        ]),
    ];
}

/** A page load moves off a release that is down on some tier, both tiers at once; API calls of an open page never do. */
function failover(spec: RouterSpec): string[] {
    return liveReleases(spec).map(({ color, release }) => {
        const on = `{ var(txn.release) -m str ${release} } page-load`;
        const down = spec.app.tiers.map(({ name }) => `${on} !up-${color}-${name}`).join(" || ");
        return `    http-request unset-var(txn.release) if ${down}`;
    });
}

/** One draw for all tiers; an address without cookies keeps what it drew. */
function draw(spec: RouterSpec): string[] {
    const live = liveReleases(spec);
    const bySource = spec.app.session.cookieless === Cookieless.SourceAddress;
    const marks = sourceMarks(spec);
    const green = spec.releases.green;
    const share = (release: string, test: string) =>
        `    http-request set-var(txn.release) str(${release}) if !${PINNED} ${test}`;
    return [
        "    # New visitors: one draw for all tiers.",
        `    http-request set-var(txn.new) bool(true) if !${PINNED}`,
        ...(bySource
            ? [
                  `    http-request track-sc1 src table ${SOURCES} if ${NEW}`,
                  "    # Where cookies are known to work, a page load without one is somebody new.",
                  `    http-request set-var(txn.fresh) bool(true) if ${NEW} page-load { sc1_get_gpc0 gt 0 }`,
                  ...live.map(
                      ({ color, release }, index) =>
                          `    http-request set-var(txn.release) str(${release}) if ${NEW} !{ var(txn.fresh) -m bool } { sc1_get_gpt0 eq ${marks[index]} }${spec.app.tiers.map(({ name }) => ` up-${color}-${name}`).join("")}`,
                  ),
              ]
            : []),
        `    http-request set-var(txn.green) var(txn.tier),map_str_int(${files(spec.folder).map},-1) if !${PINNED}`,
        ...(live.length === 2 ? live.map(({ color }) => skip(spec, color)) : []),
        `    http-request set-var(txn.draw) rand(100) if !${PINNED}`,
        ...(green === undefined ? [] : [share(green, "{ var(txn.draw),sub(txn.green) -m int lt 0 }")]),
        ...(spec.releases.blue === undefined ? [] : [share(spec.releases.blue, "{ var(txn.green) -m int ge 0 }")]),
        ...(bySource
            ? live.map(
                  ({ release }, index) =>
                      `    http-request sc-set-gpt0(1) int(${marks[index]}) if ${NEW} !{ var(txn.fresh) -m bool } { var(txn.release) -m str ${release} }`,
              )
            : []),
    ];
}

/** Nobody is drawn to a color that takes no new visitors, as long as the other one has a share too. */
function skip(spec: RouterSpec, color: Color): string {
    const [instead, share] =
        color === Color.Green
            ? [0, "{ var(txn.green) -m int gt 0 } { var(txn.green) -m int lt 100 }"]
            : [100, "{ var(txn.green) -m int gt 0 }"];
    const shut = spec.app.tiers
        .map(({ name }) => `!${PINNED} !open-${color}-${name} open-${other(color)}-${name} ${share}`)
        .join(" || ");
    return `    http-request set-var(txn.green) int(${instead}) if ${shut}`;
}

function census(spec: RouterSpec): string[] {
    const visitor = `req.cook(${visitorCookie(spec.app.session)})`;
    const bySource = spec.app.session.cookieless === Cookieless.SourceAddress;
    return [
        "    # Census.",
        `    http-request set-var(txn.visitor) ${visitor}`,
        ...liveReleases(spec).flatMap(({ release }) => {
            const on = `{ var(txn.release) -m str ${release} } !health-path`;
            return [
                `    http-request track-sc0 var(txn.visitor) table ${censusTable(release)} if { var(txn.visitor) -m found } ${on}`,
                `    http-request track-sc0 src table ${addressTable(release)} if !{ var(txn.visitor) -m found } ${on}`,
            ];
        }),
        ...(bySource
            ? [
                  `    http-request track-sc1 src table ${SOURCES} if { sc0_http_req_cnt eq 1 }`,
                  "    http-request sc-inc-gpc0(1) if { sc0_http_req_cnt eq 1 }",
              ]
            : []),
        "    http-request set-var(txn.visitor) uuid() if !{ var(txn.visitor) -m found }",
    ];
}

/** Our cookies go to the browser, never to the app. What is marked for shared caches carries none. */
function outgoing(spec: RouterSpec): string[] {
    const { session } = spec.app;
    const names = `${session.cookie}|${visitorCookie(session)}`;
    const attributes = cookieAttributes(session, spec.certificateFile !== undefined);
    const ours = "!{ res.hdr(cache-control) -m sub public s-maxage }";
    const keeps = [
        "{ var(txn.new) -m bool }",
        "{ var(txn.keep) -m bool }",
        "{ var(txn.release),strcmp(txn.cookie) eq 0 }",
    ];
    const cookie = (name: string, value: string) => [
        `    http-after-response add-header Set-Cookie "${name}=%[var(${value})]; ${attributes}" if ${keeps
            .map((keep) => `${PINNED} ${keep} ${ours}`)
            .join(" || ")}`,
    ];
    return [
        `    http-request set-header Cookie "%[req.fhdr(cookie),regsub('(^|; *)(${names})=[^;]*','',g),regsub('^; *','')]" if { req.fhdr(cookie) -m sub ${session.cookie} }`,
        "    http-request del-header Cookie if { req.fhdr(cookie) -m len 0 }",
        ...cookie(session.cookie, "txn.release"),
        ...cookie(visitorCookie(session), "txn.visitor"),
    ];
}

/** Marks that name the releases in the source table. They follow from the ids, so they mean the same after a reload. */
export function sourceMarks(spec: Pick<RouterSpec, "releases">): number[] {
    const marks: number[] = [];
    for (const { release } of liveReleases(spec)) {
        let mark = createHash("sha256").update(release).digest().readUInt32BE(0) % 0x7fffffff;
        while (mark === 0 || marks.includes(mark)) mark++;
        marks.push(mark);
    }
    return marks;
}
