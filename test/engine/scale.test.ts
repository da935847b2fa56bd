import { identify } from "../../components/haproxy/runtime/process";
import { changesPlanned, type Running, stackOf } from "../support/engineStack";

const CONFIG = { greenRelease: "v2", frontendInstances: "1", backendInstances: "2" };
const used = stackOf({ label: "scale", config: CONFIG });

let before: Running;
beforeAll(() => used.stack.mustUp());
beforeEach(async () => {
    before = await used.running();
});

/** The names in one set of processes and not in another. */
const without = (all: Running, others: Running) => Object.keys(all).filter((name) => !(name in others));

test("S01 a tier is scaled up on its own: what runs goes on, behind the same router", async () => {
    await used.stack.set({ backendInstances: "3" });
    await used.stack.mustUp();
    const after = await used.running();
    expect(after).toMatchObject({ ...before, worker: after.worker });
    expect(without(after, before)).toEqual(["backend v1-3", "backend v2-3"]);
});

test("scaled down, only what is too much ends, and nothing is left over", async () => {
    await used.stack.set({ backendInstances: "1" });
    await used.stack.mustUp();
    const after = await used.running();
    const gone = without(before, after);
    expect(gone).toEqual(["backend v1-2", "backend v1-3", "backend v2-2", "backend v2-3"]);
    expect(gone.filter((name) => identify(before[name] ?? 0))).toEqual([]);
    expect(before).toMatchObject({ ...after, worker: before.worker });
    expect(await changesPlanned(used.stack)).toEqual([]);
});

test("another command on the standby replaces that set of instances and nothing else", async () => {
    await used.stack.set({ greenBackend: "node --title=other examples/shop/build/2/backend/server.mjs" });
    const changes = ["replace shop-backend-green", "update shop", "update shop-plan", "update shop-router"];
    expect(await changesPlanned(used.stack)).toEqual(changes);
    await used.stack.mustUp();
    const after = await used.running();
    expect(after["backend v2-1"]).not.toBe(before["backend v2-1"]);
    expect(identify(before["backend v2-1"] ?? 0)).toBeUndefined();
    expect(after).toEqual({ ...before, "backend v2-1": after["backend v2-1"], worker: after.worker });
});
