import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { AwsCloud } from "../test/support/aws/awsCloud";
import { contractApp } from "../test/support/contractApp";
import { freePort, PulumiStack } from "../tools/stack/pulumiStack";
import { BY_HAND, OURS } from "./aws/programs";
import { watchPrograms } from "./aws/watch";
import { type Figure, figure } from "./figure";
import { temporaryProject } from "./floor";
import { sample } from "./statistics";

/** Apps in one program. */
const SIZES = [1, 10, 50];
/** Sizes that are also brought up: more would be a hundred processes of the sample app on one machine. */
const LARGEST_UP = 10;
const IMAGE = `registry.example.com/shop@sha256:${"1".repeat(64)}`;
const BESIDE = "the same resources by hand";

interface Run {
    readonly seconds: number;
    /** Peak memory of the program's process. */
    readonly megabytes: number;
    readonly stdout: string;
}

/** Time and memory of `pulumi preview` and `up` for apps on AWS's stand-in, beside the same resources written by hand. */
export async function benchAws(rounds: number, say: (text: string) => void): Promise<Figure[]> {
    const mark = `bench-${process.pid}`;
    const cloud = await AwsCloud.start({ mark });
    try {
        await cloud.setImages({ [IMAGE]: contractApp(mark) });
        const figures: Figure[] = [];
        for (const size of SIZES) {
            const apps = size === 1 ? "1 app" : `${size} apps`;
            const ours = await measured("ours", OURS, size, rounds, cloud, say);
            const peer = await measured("by-hand", BY_HAND, size, rounds, cloud, say);
            const same = JSON.stringify(ours.kinds) === JSON.stringify(peer.kinds);
            if (!same) throw new Error(`aws: the programs differ: ${JSON.stringify([ours.kinds, peer.kinds])}`);
            const add = (what: string, unit: string, key: "previews" | "memory" | "ups" | "changes", aim: string) => {
                if (ours[key].length === 0) return;
                figures.push(figure(`aws: ${what}, ${apps}`, unit, sample(ours[key]), BESIDE, sample(peer[key]), aim));
            };
            add("preview", "s", "previews", "at most 1.2");
            add("memory of the program", "MB", "memory", "at most 1.2");
            add("first up", "s", "ups", "at most 1.2");
            add("canary of one app", "s", "changes", "");
        }
        return figures;
    } finally {
        await cloud.close();
    }
}

async function measured(
    name: string,
    program: string,
    size: number,
    rounds: number,
    cloud: AwsCloud,
    say: (text: string) => void,
) {
    const config = { size: String(size), image: IMAGE, canary: "0", port: String(await freePort()) };
    const folder = temporaryProject(`aws-${name}`, program, config);
    const stack = await PulumiStack.create({
        name: `aws-${name}-${size}-${randomBytes(3).toString("hex")}`,
        project: folder,
    });
    Object.assign(stack.environment, cloud.environment);
    const [previews, memory, ups, changes]: [number[], number[], number[], number[]] = [[], [], [], []];
    let kinds: Record<string, number> = {};
    try {
        for (let round = 1; round <= rounds; round++) {
            say(`aws: preview of ${size} by ${name}, round ${round} of ${rounds}`);
            const run = await timed(stack, ["preview", "--json", "--stack", stack.name]);
            previews.push(run.seconds);
            memory.push(run.megabytes);
            kinds = kindsIn(run.stdout);
        }
        if (size <= LARGEST_UP) {
            say(`aws: up of ${size} by ${name}`);
            const up = ["up", "--yes", "--skip-preview", "--stack", stack.name];
            ups.push((await timed(stack, up)).seconds);
            for (let round = 1; round <= rounds; round++) {
                const { seconds } = await timed(stack, [...up, "--config", `canary=${round}`]);
                changes.push(seconds);
            }
        }
        return { previews, memory, ups, changes, kinds };
    } finally {
        await stack.dispose();
        rmSync(folder, { recursive: true, force: true });
    }
}

async function timed(stack: PulumiStack, args: readonly string[]): Promise<Run> {
    const watch = watchPrograms();
    const start = Date.now();
    try {
        const { stdout } = await stack.must(args);
        return { seconds: (Date.now() - start) / 1000, megabytes: watch.peak(), stdout };
    } finally {
        watch.stop();
    }
}

/** Resources of AWS in a plan, by type. */
function kindsIn(json: string): Record<string, number> {
    const { steps } = JSON.parse(json) as { steps: { newState?: { type: string } }[] };
    const counts: Record<string, number> = {};
    for (const { newState } of steps) {
        if (newState?.type.startsWith("aws:")) counts[newState.type] = (counts[newState.type] ?? 0) + 1;
    }
    return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
