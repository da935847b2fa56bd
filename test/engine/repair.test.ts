import { appendFileSync, rmSync } from "node:fs";
import { files } from "../../components/haproxy/config/spec";
import { readText } from "../../components/haproxy/runtime/files";
import { identify, isAlive } from "../../components/haproxy/runtime/process";
import { ask } from "../../components/haproxy/runtime/socket";
import { until } from "../../components/haproxy/runtime/wait";
import { changesPlanned, type Running, releaseAt, stackOf, valuesInState } from "../support/engineStack";

const CONFIG = { greenRelease: "v2", frontendInstances: "1", backendInstances: "2" };
const used = stackOf({ label: "repair", config: CONFIG });

let url: string;
let before: Running;
beforeAll(async () => {
    await used.stack.mustUp();
    url = (await used.stack.outputs()).url ?? "";
});
beforeEach(async () => {
    before = await used.running();
    expect(Object.keys(before)).toHaveLength(8);
});
/** Whatever was damaged, the app serves its release again and nothing is left to do. */
afterEach(async () => {
    expect(await releaseAt(`${url}/api/products`)).toBe("v1");
    expect(await changesPlanned(used.stack)).toEqual([]);
});

async function kill(name: string): Promise<void> {
    const victim = identify(before[name] ?? 0);
    if (!victim) throw new Error(`${name} does not run`);
    process.kill(victim.pid, "SIGKILL");
    expect(await until(10, () => (isAlive(victim) ? undefined : true))).toBe(true);
}

const refresh = () => used.stack.must(["refresh", "--yes", "--skip-preview", "--stack", used.stack.name]);

test("a dead instance is found and started again; the others and the router go on", async () => {
    await kill("backend v1-1");
    await refresh();
    expect(await valuesInState(used.stack, "shop-backend-blue")).toMatchObject({ running: [{ name: "v1-2" }] });
    await used.stack.mustUp();
    const after = await used.running();
    expect(after["backend v1-1"]).not.toBe(before["backend v1-1"]);
    expect(after).toEqual({ ...before, "backend v1-1": expect.any(Number), worker: expect.any(Number) });
});

test("a configuration file changed by hand is found and made anew; no instance is touched", async () => {
    const { config } = files(used.folder());
    const text = readText(config);
    appendFileSync(config, "# by hand\n");
    await refresh();
    expect(await valuesInState(used.stack, "shop-router")).toMatchObject({ digest: "changed by hand" });
    await used.stack.mustUp();
    expect(readText(config)).toBe(text);
    expect(await used.running()).toEqual({ ...before, worker: expect.any(Number) });
});

test("weights changed by hand in the running HAProxy are found and set again; nothing restarts", async () => {
    const { map, socket } = files(used.folder());
    await ask(socket, `set map ${map} backend 100`);
    await ask(socket, `set map ${map} frontend 100`);
    expect(await releaseAt(url)).toBe("v2");
    await refresh();
    expect(await valuesInState(used.stack, "shop-traffic")).toMatchObject({
        weights: { backend: { blue: 0, green: 100 }, frontend: { blue: 0, green: 100 } },
    });
    expect(await changesPlanned(used.stack)).toEqual(["update shop-gate", "update shop-traffic"]);
    await used.stack.mustUp();
    expect(await used.running()).toEqual(before);
});

test("S34 a dead router is found and started again, with the same weights; no instance is touched", async () => {
    await kill("router");
    await refresh();
    expect(await valuesInState(used.stack, "shop-router")).toBeUndefined();
    await used.stack.mustUp();
    const after = await used.running();
    expect(after.router).not.toBe(before.router);
    expect(after).toEqual({ ...before, router: after.router, worker: after.worker });
});

test("a state folder removed by hand comes back with a new router; no instance is touched, none is forgotten", async () => {
    rmSync(used.folder(), { recursive: true });
    await used.stack.mustUp();
    const { router, worker } = await used.running();
    expect(router).not.toBe(before.router);
    expect(identify(before.router ?? 0)).toBeUndefined();
    expect(await used.running()).toEqual({ ...before, router, worker });
});
