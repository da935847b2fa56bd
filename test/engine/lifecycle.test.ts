import { existsSync } from "node:fs";
import { isPortFree } from "../../components/haproxy/runtime/ports";
import { identify, isAlive } from "../../components/haproxy/runtime/process";
import { changesPlanned, type Running, releaseAt, stackOf } from "../support/engineStack";

const used = stackOf({ label: "lifecycle", config: { frontendInstances: "2", backendInstances: "2" } });

/** What an update of the traffic alone may touch: the component, what refuses, and what surrounds the weights. */
const SWITCH = ["update shop", "update shop-check", "update shop-gate", "update shop-plan", "update shop-traffic"];

let before: Running;
let url: string;

test("a preview of an empty stack creates everything in the plan and nothing in fact", async () => {
    expect(await changesPlanned(used.stack)).toEqual(
        ["shop", "shop-folder", "shop-plan", "shop-frontend-blue", "shop-backend-blue", "shop-router", "shop-gate"]
            .concat(["shop-traffic", "shop-check"])
            .map((name) => `create ${name}`)
            .sort(),
    );
    expect(existsSync(used.folder())).toBe(false);
});

test("S01 an update starts every tier, and the next preview has no change", async () => {
    await used.stack.mustUp();
    url = (await used.stack.outputs()).url ?? "";
    const names = ["backend v1-1", "backend v1-2", "frontend v1-1", "frontend v1-2", "router", "worker"];
    expect(Object.keys(await used.running()).sort()).toEqual(names);
    expect(await releaseAt(url)).toBe("v1");
    expect(await changesPlanned(used.stack)).toEqual([]);
});

test("S02 the idle color starts beside the live one, which keeps its processes and all new visitors", async () => {
    const live = await used.running();
    await used.stack.set({ greenRelease: "v2" });
    await used.stack.mustUp();
    before = await used.running();
    expect(before).toMatchObject({ ...live, worker: before.worker });
    expect(Object.keys(before).filter((name) => name.includes("v2"))).toHaveLength(4);
    expect([await releaseAt(url), await releaseAt(`${url}/?release=v2`)]).toEqual(["v1", "v2"]);
});

test("S05 a switch changes the traffic alone: in the plan, and in fact no process ends and no router reloads", async () => {
    await used.stack.set({ active: "green", epoch: "1" });
    expect(await changesPlanned(used.stack)).toEqual(SWITCH);
    await used.stack.mustUp();
    expect(await used.running()).toEqual(before);
    expect([await releaseAt(url), await releaseAt(`${url}/api/products`)]).toEqual(["v2", "v2"]);
});

test("S08 so does the way back, by the command in the output", async () => {
    const { switchover = "" } = await used.stack.outputs();
    const { code, stdout } = await used.stack.shell(switchover);
    expect([code, stdout.trim().split("\n").at(-1)]).toEqual([0, "shop: new visitors now get v1 on blue"]);
    expect(await used.running()).toEqual(before);
    expect(await releaseAt(url)).toBe("v1");
    expect(await changesPlanned(used.stack)).toEqual([]);
});

test("destroy leaves no process, no folder and no port", async () => {
    const { statsUrl = "" } = await used.stack.outputs();
    const processes = Object.values(await used.running()).map(identify);
    expect(processes).toHaveLength(10);
    await used.stack.must(["destroy", "--yes", "--skip-preview", "--stack", used.stack.name]);
    expect(processes.filter((process) => process && isAlive(process))).toEqual([]);
    expect(existsSync(used.folder())).toBe(false);
    const ports = [url, statsUrl].map((address) => Number(new URL(address).port));
    expect(await Promise.all(ports.map((port) => isPortFree("127.0.0.1", port)))).toEqual([true, true]);
});
