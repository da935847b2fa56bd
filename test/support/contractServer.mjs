/**
 * A small app that keeps the HTTP contract, for one instance of any tier. It remembers what it was asked, and breaks the
 * contract where an argument says so: --deaf never becomes healthy, --exit ends at once, --says=ID names another release.
 * With --cookie=SECONDS it sets the release cookie itself, as it must behind a router that cannot, and tells at /census how many requests
 * it had in that time; with --cookie-for-api it also sets it for who calls the API without a pin.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { hostname } from "node:os";
import { setTimeout as wait } from "node:timers/promises";

const { RELEASE = "", RELEASE_PIN = RELEASE, COLOR = "", TIER = "", PORT = "0", HOST = "127.0.0.1" } = process.env;
const flags = process.argv.slice(2);
const flag = (name) => flags.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const idleSeconds = flag("cookie");
const CONTROLS = { enable: 200, drain: 404, disable: 503 };
const ID = instanceId();

let status = 200;
let says = flag("says") ?? RELEASE;
/** Whether all but its health answers 500. */
let fails = false;
/** Paths in the order in which they were asked for, health checks left out. */
const asked = [];
/** When it was asked, for the census. */
let times = [];

console.log(`${TIER} ${RELEASE} starts on port ${PORT}`);
if (flags.includes("--exit")) {
    console.error("cannot reach the database at db.invalid:5432");
    process.exit(3);
}

const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://app");
    const send = (code, body, headers = {}) => {
        const isUntied = request.headers["x-release"] === undefined && !searchParams.has("release");
        const isVisit = headers["Content-Type"] === "text/html" || (flags.includes("--cookie-for-api") && isUntied);
        const cookie = cookieFor(request.headers.cookie ?? "", isVisit);
        response.writeHead(code, { "Cache-Control": "no-store", "X-Release": says, ...cookie, ...headers });
        response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
    const [, control] = /\/healthz(?:\/(\w+))?$/.exec(pathname) ?? [undefined, undefined];
    if (pathname.endsWith("/healthz")) {
        if (flags.includes("--deaf")) console.log("still waiting for the database at db.invalid:5432");
        return send(flags.includes("--deaf") ? 503 : status, "health");
    }
    if (control !== undefined) {
        if (request.headers["x-forwarded-for"] !== undefined) return send(403, "not through a router");
        if (control === "lie") says = searchParams.get("as") ?? RELEASE;
        else if (control === "forget") times = [];
        else if (control === "fail" || control === "mend") fails = control === "fail";
        else status = CONTROLS[control] ?? status;
        return send(200, `${status}`);
    }
    if (pathname.endsWith("/asked")) return send(200, asked);
    if (pathname === "/census")
        return send(200, `${times.filter((at) => at > Date.now() - idleSeconds * 1000).length}`);
    asked.push(pathname);
    times.push(Date.now());
    if (fails) return send(500, "it broke");
    if (pathname.endsWith("/slow")) await wait(Number(searchParams.get("ms")));
    if (pathname.startsWith("/api/") || pathname === "/whoami") {
        const cookies = request.headers.cookie ?? "";
        return send(200, { release: RELEASE, color: COLOR, tier: TIER, pid: ID, port: Number(PORT), cookies });
    }
    if (pathname === `/assets/app-${RELEASE}.js`)
        return send(200, `/* ${RELEASE} */`, { "Content-Type": "text/javascript" });
    if (pathname.startsWith("/assets/")) return send(404, "no such asset");
    const script = `<script type="module" src="/assets/app-${RELEASE}.js?release=${RELEASE_PIN}"></script>`;
    return send(200, `<!doctype html><title>${RELEASE}</title>${script}`, { "Content-Type": "text/html" });
});

/** In a container all have the process id 1: there the pod and the time of its start, in ticks, tell one instance from all others. */
function instanceId() {
    if (process.pid !== 1) return process.pid;
    const [, fields = ""] = readFileSync("/proc/self/stat", "utf8").split(/\) (.*)/s);
    return createHash("sha256")
        .update(`${hostname()} ${fields.split(" ")[19]}`)
        .digest()
        .readUInt32BE();
}

/** A visit ties to the release; every other answer only keeps a pin to it alive. */
function cookieFor(cookies, isVisit) {
    const isPinned = cookies.split(/;\s*/).includes(`release=${RELEASE_PIN}`);
    if (idleSeconds === undefined || !(isVisit || isPinned)) return {};
    return { "Set-Cookie": `release=${RELEASE_PIN}; Path=/; SameSite=Lax; HttpOnly; Max-Age=${idleSeconds}` };
}

// Longer than the router keeps an idle connection, or it would send a request into one that is being closed.
server.keepAliveTimeout = 65_000;
server.listen(Number(PORT), HOST);
process.on("SIGTERM", () => {
    server.close(() => process.exit(0));
    server.closeIdleConnections();
});
