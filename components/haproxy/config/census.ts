import { visitorCookie } from "../../release";
import { addressTable, censusTable, liveReleases, SOURCES } from "./backends";
import { bySource } from "./draw";
import type { RouterSpec } from "./spec";

/** Who is on which release, by the visitor cookie, else by address. Health probes do not count. */
export function census(spec: RouterSpec): string[] {
    return [
        "    # Census.",
        `    http-request set-var(txn.visitor) req.cook(${visitorCookie(spec.app.session)})`,
        ...liveReleases(spec).flatMap(({ color, release }) => [
            `    http-request track-sc0 var(txn.visitor) table ${censusTable(release)} if on-${color} { var(txn.visitor) -m found } !health-path`,
            `    http-request track-sc0 src table ${addressTable(release)} if on-${color} !{ var(txn.visitor) -m found } !health-path`,
        ]),
        ...(bySource(spec)
            ? [
                  "    # The first request of a visitor that sends our cookie shows that cookies work at its address.",
                  `    http-request track-sc1 src table ${SOURCES} if { sc0_http_req_cnt eq 1 }`,
                  "    http-request sc-inc-gpc0(1) if { sc0_http_req_cnt eq 1 }",
              ]
            : []),
        "    http-request set-var(txn.visitor) uuid() unless { var(txn.visitor) -m found }",
    ];
}
