import { createHash } from "node:crypto";
import { COLORS } from "../../release";
import { renderBackends, renderTables } from "./backends";
import { renderFrontend } from "./frontend";
import { section } from "./section";
import { files, IDLE_CONNECTION_SECONDS, pinVariable, type RouterSpec } from "./spec";
import { renderStatus } from "./status";

/** HAProxy's whole configuration, and the digest by which a running worker is recognised. */
export interface RenderedConfig {
    readonly text: string;
    readonly digest: string;
}

/** Renders the configuration of one app. Equal specs give equal text. */
export function renderConfig(spec: RouterSpec): RenderedConfig {
    const sections = [
        defaults(spec),
        ...renderTables(spec),
        renderFrontend(spec),
        ...renderBackends(spec),
        renderStatus(spec),
    ];
    const body = sections.join("\n");
    const digest = createHash("sha256")
        .update(global(spec, "") + body)
        .digest("hex")
        .slice(0, 16);
    return { text: `${global(spec, digest)}\n${body}`, digest };
}

function global(spec: RouterSpec, digest: string): string {
    const paths = files(spec.folder);
    return section("", [
        `# App ${spec.app.name}. Made by @seesaw/blue-green: a change by hand is undone by the next update.`,
        "global",
        `    description ${digest}`,
        `    localpeer ${spec.app.name}`,
        "    log stdout format timed daemon notice",
        `    stats socket ${paths.socket} mode 600 level admin`,
        `    server-state-file ${paths.serverState}`,
        `    hard-stop-after ${spec.connectionDrainSeconds}s`,
        ...COLORS.flatMap((color) => {
            const pin = spec.pins?.[color];
            return pin === undefined ? [] : [`    set-var ${pinVariable(color)} str(${pin})`];
        }),
        ...(spec.certificateFile ? ["    ssl-default-bind-options ssl-min-ver TLSv1.2"] : []),
    ]);
}

function defaults(spec: RouterSpec): string {
    return section("defaults", [
        "    mode http",
        "    log global",
        "    option dontlognull",
        "    option forwardfor",
        "    timeout connect 5s",
        "    timeout client 60s",
        `    timeout http-request ${IDLE_CONNECTION_SECONDS}s`,
        "    timeout http-keep-alive 5s",
        `    timeout server ${spec.requestTimeoutSeconds}s`,
        "    timeout queue 10s",
        "    timeout tunnel 1h",
        "    # A dead instance is no error for a visitor: what is safe to repeat goes to another one.",
        "    retries 3",
        "    retry-on conn-failure empty-response",
        "    option redispatch 1",
        "    # A reload never closes a connection under a client that is about to use it.",
        "    option idle-close-on-response",
        "    load-server-state-from-file global",
        `peers _${spec.app.name}`,
        "    # Hands the tables to the next worker at a reload.",
        `    peer ${spec.app.name} unix@${files(spec.folder).peer}`,
    ]);
}
