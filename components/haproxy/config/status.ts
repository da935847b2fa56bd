import { addressTable, censusTable, liveReleases } from "./backends";
import { section } from "./section";
import { backendName, files, type RouterSpec } from "./spec";

/** Keys of the traffic map beside the tiers, which hold green's percent. The active color is 1 for green, else 0. */
export const MAP_KEYS = { active: "@active", epoch: "@epoch" } as const;

/** The statistics page, and the status as JSON, on loopback only. */
export function renderStatus(spec: RouterSpec): string {
    const map = files(spec.folder).map;
    const byTier = (value: (tier: string) => string) =>
        spec.app.tiers.map(({ name }) => `"${name}":${value(name)}`).join(",");
    const colors = liveReleases(spec).map(({ color, release }) => {
        const weight = (tier: string) =>
            `%[str(${tier}),map_str_int(${map},0)${color === "blue" ? ",neg,add(100)" : ""}]`;
        return [
            `"${color}":{"release":"${release}"`,
            `"weights":{${byTier(weight)}}`,
            `"visitors":%[table_cnt(${censusTable(release)})]`,
            `"addresses":%[table_cnt(${addressTable(release)})]`,
            `"up":{${byTier((tier) => `%[nbsrv(${backendName(tier, release)})]`)}}}`,
        ].join(",");
    });
    const json = [
        `{"app":"${spec.app.name}"`,
        `"active":"%[str(${MAP_KEYS.active}),map_str_int(${map},0),iif(green,blue)]"`,
        `"epoch":%[str(${MAP_KEYS.epoch}),map_str_int(${map},-1)]`,
        `"colors":{${colors.join(",")}}}`,
    ].join(",");
    return section("frontend _status", [
        `    bind 127.0.0.1:${spec.statsPort}`,
        `    http-request return status 200 content-type application/json lf-string '${json}' if { path /status }`,
        "    stats enable",
        "    stats uri /",
        "    stats refresh 5s",
        "    stats hide-version",
        "    stats show-legends",
    ]);
}
