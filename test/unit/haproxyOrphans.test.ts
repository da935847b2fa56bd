import { spawn } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
    createSet,
    deadOnes,
    deleteSet,
    type Instance,
    type InstanceSetSpec,
    orphans,
    readSet,
    reapOrphans,
} from "../../components/haproxy/runtime/instances";
import { until } from "../../components/haproxy/runtime/wait";
import { Sample } from "../support/sampleInstance";

let sample: Sample;
const tell = () => {};

beforeEach(() => {
    sample = new Sample();
});

afterEach(() => sample.close());

const recordFolder = () => join(sample.state, "instances");
const recordFiles = () => readdirSync(recordFolder());
const pidsOf = (set: { readonly instances: readonly Instance[] }) => set.instances.map(({ pid }) => pid);

describe("orphans", () => {
    test("are those that nobody keeps, of all sets of the app", async () => {
        const green = await createSet(sample.spec({ instances: 1 }), tell);
        const blue = await createSet(sample.spec({ color: "blue", release: "v1" }), tell);
        expect(orphans(sample.state, [...green.instances, ...blue.instances])).toEqual([]);
        const [left] = blue.instances as [Instance];
        expect(orphans(sample.state, green.instances)).toEqual([
            { ...left, setId: blue.id, tier: "backend", color: "blue" },
        ]);
        expect(pidsOf({ instances: await reapOrphans(sample.state, green.instances, 5, tell) })).toEqual([left.pid]);
        expect(recordFiles()).toEqual([`${green.id}.json`]);
        expect(sample.running).toEqual(pidsOf(green));
    });

    test("a recycled pid is taken off the record and not touched", async () => {
        const set = await createSet(sample.spec(), tell);
        const file = join(recordFolder(), `${set.id}.json`);
        writeFileSync(file, readFileSync(file, "utf8").replace(/"startTime": ".*"/, '"startTime": "1@0"'));
        expect(orphans(sample.state, [])).toHaveLength(1);
        expect(await reapOrphans(sample.state, [], 0, tell)).toEqual([]);
        expect(recordFiles()).toEqual([]);
        expect(deadOnes(set)).toEqual([]);
    });

    test("a folder without records has none", async () => {
        expect(orphans(join(sample.folder, "none"), [])).toEqual([]);
        expect(readSet(join(sample.folder, "none"), "backend-green-00000000")).toBeUndefined();
    });

    test("a broken record is named, not passed over", async () => {
        const set = await createSet(sample.spec(), tell);
        const file = join(recordFolder(), `${set.id}.json`);
        writeFileSync(file, "{");
        expect(() => orphans(sample.state, [])).toThrow(`${file}: must be a readable record of instances: `);
    });
});

describe("S33: the update is killed while instances start", () => {
    /** Runs a start in a process of its own, as a provider does, and kills it once `ready`. */
    async function killedStart(spec: InstanceSetSpec, ready: () => boolean): Promise<void> {
        const root = join(__dirname, "..", "..");
        const code = `
            require("ts-node").register({ transpileOnly: true, compilerOptions: { rootDir: ${JSON.stringify(root)} } });
            const { createSet } = require("./components/haproxy/runtime/instances.ts");
            createSet(${JSON.stringify(spec)}, () => {});`;
        const provider = spawn(process.execPath, ["-e", code], { cwd: root, stdio: "ignore" });
        const gone = new Promise((resolve) => provider.once("exit", resolve));
        try {
            expect(await until(20, () => ready() || undefined, 5)).toBe(true);
        } finally {
            provider.kill("SIGKILL");
            await gone;
        }
    }

    test("the record names every process it started, and the next update reaps them", async () => {
        const spec = sample.spec({ instances: 3, env: { SAMPLE_STATUS: "503" } });
        await killedStart(spec, () => sample.pids.length === 3);
        expect(sample.running).toHaveLength(3);
        const left = orphans(sample.state, []);
        expect(pidsOf({ instances: left }).sort()).toEqual(sample.running.sort());
        expect(await reapOrphans(sample.state, [], 5, tell)).toHaveLength(3);
        expect(sample.running).toEqual([]);
        expect(recordFiles()).toEqual([]);
    });

    const onLinux = process.platform === "linux" ? test : test.skip;

    onLinux("killed between a start and its note: the process is found by what was planned", async () => {
        const set = await createSet(sample.spec({ instances: 2 }), tell);
        const file = join(recordFolder(), `${set.id}.json`);
        const record = JSON.parse(readFileSync(file, "utf8"));
        const [first, second] = set.instances as [Instance, Instance];
        const never = { name: "v2-3", port: 1 };
        const planned = [{ name: second.name, port: second.port }, never];
        writeFileSync(file, JSON.stringify({ ...record, instances: [first], planned }));
        const before = orphans(sample.state, [first]);
        expect(before).toEqual([{ ...second, setId: set.id, tier: "backend", color: "green" }]);
        expect(await reapOrphans(sample.state, [first], 5, tell)).toEqual(before);
        expect(sample.running).toEqual([first.pid]);
        expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ instances: [first], planned: [] });
    });

    onLinux("what was started and not noted is stopped with its set", async () => {
        const set = await createSet(sample.spec(), tell);
        const file = join(recordFolder(), `${set.id}.json`);
        const record = JSON.parse(readFileSync(file, "utf8"));
        writeFileSync(file, JSON.stringify({ ...record, instances: [], planned: set.instances }));
        await deleteSet(sample.state, { id: set.id, instances: [] }, 5);
        expect(sample.running).toEqual([]);
    });

    onLinux("a planned port that a stranger uses now makes him no orphan", async () => {
        const set = await createSet(sample.spec(), tell);
        const file = join(recordFolder(), `${set.id}.json`);
        const record = JSON.parse(readFileSync(file, "utf8"));
        const [{ port, pid }] = set.instances as [Instance];
        writeFileSync(
            file,
            JSON.stringify({ ...record, release: "v1", instances: [], planned: [{ name: "v1-1", port }] }),
        );
        expect(orphans(sample.state, [])).toEqual([]);
        await deleteSet(sample.state, { id: set.id, instances: [] }, 0);
        expect(sample.running).toEqual([pid]);
    });
});
