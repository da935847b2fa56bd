import { createHash } from "node:crypto";
import { Color, Cookieless, other } from "../../release";
import { liveReleases, SOURCES } from "./backends";
import { files, NUMBER, type RouterSpec } from "./spec";

/** Whether clients without cookies are tied by their address. */
export function bySource(spec: RouterSpec): boolean {
    return spec.app.session.cookieless === Cookieless.SourceAddress;
}

/** A page load moves off a release that is down on some tier, both tiers at once; API calls of an open page never do. */
export function failover(spec: RouterSpec): string[] {
    return liveReleases(spec).map(({ color }) => {
        const down = spec.app.tiers.map(({ name }) => `on-${color} page-load !up-${color}-${name}`).join(" || ");
        return `    http-request unset-var(txn.color) if ${down}`;
    });
}

/** One draw for all tiers; an address without cookies keeps what it drew. */
export function draw(spec: RouterSpec): string[] {
    const live = liveReleases(spec);
    const { map } = files(spec.folder);
    const set = (color: Color, test: string) =>
        `    http-request set-var(txn.color) int(${NUMBER[color]}) if !pinned ${test}`;
    return [
        "    # New visitors: one draw for all tiers.",
        "    http-request set-var(txn.new) int(1) unless pinned",
        ...(bySource(spec) ? fromSource(spec) : []),
        ...spec.app.tiers.map(
            ({ name }, index) =>
                `    http-request set-var(txn.green) str(${name}),map_str_int(${map},-1) if !pinned { var(txn.tier) -m int ${index} }`,
        ),
        ...(live.length === 2 ? live.map(({ color }) => skip(spec, color)) : []),
        "    http-request set-var(txn.draw) rand(100) unless pinned",
        ...(spec.releases.green === undefined
            ? []
            : [set(Color.Green, "{ var(txn.draw),sub(txn.green) -m int lt 0 }")]),
        ...(spec.releases.blue === undefined ? [] : [set(Color.Blue, "{ var(txn.green) -m int ge 0 }")]),
        ...(bySource(spec)
            ? sourceMarks(spec).map(
                  ({ color, mark }) =>
                      `    http-request sc-set-gpt0(1) int(${mark}) if new !{ var(txn.fresh) -m found } on-${color}`,
              )
            : []),
    ];
}

function fromSource(spec: RouterSpec): string[] {
    return [
        `    http-request track-sc1 src table ${SOURCES} unless pinned`,
        "    # Where cookies work, a page load without one is somebody new; who sends a retired one is no stranger to them.",
        `    http-request set-var(txn.fresh) int(1) if !pinned page-load { sc1_get_gpc0 gt 0 } || !pinned { req.cook(${spec.app.session.cookie}) -m found }`,
        ...sourceMarks(spec).map(({ color, mark }) => {
            const up = spec.app.tiers.map(({ name }) => `up-${color}-${name}`).join(" ");
            return `    http-request set-var(txn.color) int(${NUMBER[color]}) if !pinned !{ var(txn.fresh) -m found } { sc1_get_gpt0 eq ${mark} } ${up}`;
        }),
    ];
}

/** Nobody is drawn to a color that takes no new visitors, as long as the other one has a share too. */
function skip(spec: RouterSpec, color: Color): string {
    const [instead, share] =
        color === Color.Green
            ? [0, "{ var(txn.green) -m int gt 0 } { var(txn.green) -m int lt 100 }"]
            : [100, "{ var(txn.green) -m int gt 0 }"];
    const standIn = spec.app.tiers.map(({ name }) => `open-${other(color)}-${name}`).join(" ");
    const shut = spec.app.tiers.map(({ name }) => `!pinned !open-${color}-${name} ${standIn} ${share}`).join(" || ");
    return `    http-request set-var(txn.green) int(${instead}) if ${shut}`;
}

/** Marks that name the releases in the source table. They follow from the ids, so they mean the same after a reload. */
export function sourceMarks(spec: Pick<RouterSpec, "releases">): { color: Color; mark: number }[] {
    const marks: { color: Color; mark: number }[] = [];
    for (const { color, release } of liveReleases(spec)) {
        let mark = createHash("sha256").update(release).digest().readUInt32BE(0) % 0x7fffffff;
        while (mark === 0 || marks.some((one) => one.mark === mark)) mark++;
        marks.push({ color, mark });
    }
    return marks;
}
