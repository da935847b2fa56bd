import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask } from "../../components/gate/http";
import type { RouterSpec } from "../../components/haproxy/config/spec";
import { freePorts } from "../../components/haproxy/runtime/ports";
import { applyRouter, stopRouter } from "../../components/haproxy/runtime/router";
import { applyTraffic } from "../../components/haproxy/runtime/traffic";
import { normalise, onEveryTier, type Request, routeTable, ruleFor, weightsOf } from "../../components/release";

const TIERS = {
    page: { paths: ["/*"], health: { path: "/healthz" } },
    api: { paths: ["/api/*", "/graphql"], health: { path: "/api/healthz" } },
    admin: { paths: ["/api/admin/*"], health: { path: "/api/admin/healthz" } },
};
const { app, releases, traffic, mistakes } = normalise("routes", {
    tiers: TIERS,
    blue: { release: "v1" },
    green: { release: "v1.1" },
    traffic: { active: "green", canaryPercent: 30 },
    session: { aliases: true },
});
const weights = onEveryTier(app, weightsOf(traffic));
const rules = routeTable(app, releases, weights);

const servers: Server[] = [];
let folder: string;
let url: string;

/** An instance that says which tier and release it is. */
async function instance(tier: string, release: string): Promise<number> {
    const server = createServer((_request, response) => {
        response.setHeader("X-Release", release).setHeader("X-Tier", tier).end();
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
    expect(mistakes).toEqual([]);
    folder = mkdtempSync(join(tmpdir(), "routes-"));
    for (const part of ["run", "logs"]) mkdirSync(join(folder, part));
    const [port = 0, statsPort = 0] = await freePorts("127.0.0.1", 2);
    const tiersOf = async (release: string) =>
        Object.fromEntries(
            await Promise.all(
                app.tiers.map(async ({ name }) => [
                    name,
                    [{ name: `${release}-1`, port: await instance(name, release), pid: process.pid }],
                ]),
            ),
        );
    const spec: RouterSpec = {
        app,
        releases,
        servers: { blue: await tiersOf("v1"), green: await tiersOf("v1.1") },
        folder,
        listen: { address: "127.0.0.1", port },
        statsPort,
        sticky: [],
        requestTimeoutSeconds: 10,
        censusSeconds: 60,
        connectionDrainSeconds: 10,
    };
    await applyRouter(spec, () => {});
    await applyTraffic(folder, app, traffic, weights, () => {});
    url = `http://127.0.0.1:${port}`;
});

afterAll(async () => {
    if (folder) await stopRouter(folder);
    for (const server of servers) server.close();
    if (folder) rmSync(folder, { recursive: true, force: true });
});

/** A request made from a number, so that a failure can be repeated. */
function requestOf(seed: number): Request {
    let state = seed * 2654435761 + 12345;
    const pick = <T>(values: readonly T[]): T => {
        state = (state * 1103515245 + 12345) % 2147483648;
        return values[Math.floor((state / 2147483648) * values.length)] as T;
    };
    const ids = [undefined, undefined, "v1", "v1.1", "v1.", "v", "V1", "v2", "v1,v1.1", "blue"] as const;
    const fill = (names: readonly string[]) =>
        Object.fromEntries(
            names.flatMap((name) => {
                const id = pick(ids);
                return id === undefined ? [] : [[name, id]];
            }),
        );
    return {
        path: pick([
            "/",
            "/x",
            "/api",
            "/api/",
            "/api/x",
            "/api/admin",
            "/api/admin/",
            "/api/admin/x",
            "/graphql",
            "/graphql/x",
            "/apix",
        ]),
        query: fill(["release", "dpl", "other"]),
        headers: fill(["x-release", "x-deployment-id"]),
        cookies: fill(["release", "xrelease", "releas"]),
    };
}

async function sent({ path, query, headers, cookies }: Request, from: number) {
    const search = new URLSearchParams(query).toString();
    const cookie = Object.entries(cookies)
        .map(([name, value]) => `${name}=${value}`)
        .join("; ");
    const answer = await ask(`${url}${path}${search ? `?${search}` : ""}`, {
        headers: { ...headers, ...(cookie ? { cookie } : {}) },
        localAddress: `127.77.${(from >> 8) & 255}.${from & 255 || 1}`,
    });
    return { status: answer.status, tier: answer.headers["x-tier"], release: answer.headers["x-release"] };
}

test("HAProxy decides 3000 requests of all kinds as the route table does", async () => {
    const pinned = { v1: 0, "v1.1": 0 } as Record<string, number>;
    const drawn = { v1: 0, "v1.1": 0 } as Record<string, number>;
    for (let seed = 0; seed < 3000; seed += 50) {
        await Promise.all(
            Array.from({ length: 50 }, async (_, index) => {
                const request = requestOf(seed + index);
                const rule = ruleFor(rules, request);
                const allowed = rule?.forward.map(({ release }) => release) ?? [];
                const got = await sent(request, seed + index);
                const seen = { request, got };
                expect({ ...seen, tier: got.tier, status: got.status }).toEqual({
                    ...seen,
                    tier: rule?.tier,
                    status: 200,
                });
                expect({ ...seen, allowed }).toEqual({ ...seen, allowed: expect.arrayContaining([got.release]) });
                const count = allowed.length === 1 ? pinned : drawn;
                count[got.release as string] = (count[got.release as string] ?? 0) + 1;
            }),
        );
    }
    for (const count of [pinned, drawn]) {
        expect(Object.keys(count).sort()).toEqual(["v1", "v1.1"]);
        expect(Math.min(...Object.values(count))).toBeGreaterThan(100);
    }
});
