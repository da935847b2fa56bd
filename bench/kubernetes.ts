import { Cluster } from "../test/support/kubernetes/cluster";
import { ContractImages } from "../test/support/kubernetes/contractImages";
import { type Figure, figure } from "./figure";
import { Floor } from "./floor";
import { type Seen, seenOf } from "./kubernetes/crowd";
import { Ours } from "./kubernetes/ours";
import { Rolling } from "./kubernetes/rolling";
import { SelectorFlip } from "./kubernetes/selectorFlip";
import { COOKIE_FLAG, RELEASES, type Way } from "./kubernetes/way";
import { sample } from "./statistics";

/** What one way did in all rounds. */
interface Done {
    readonly name: string;
    readonly there: Seen[];
    readonly back: Seen[];
}

/** A switch and the way back on a real cluster, for visitors with open sessions and for new ones, by us and as others do it. */
export async function benchKubernetes(rounds: number, say: (text: string) => void): Promise<Figure[]> {
    // Only ES modules can load these.
    const { default: clusterUp } = await import("../tools/test/clusterUp.mjs");
    const { default: clusterDown } = await import("../tools/test/clusterDown.mjs");
    let cluster: Cluster;
    try {
        await clusterUp();
        cluster = Cluster.get();
    } catch (error) {
        say(`kubernetes: left out: ${(error as Error).message}`);
        return [];
    }
    try {
        return await onCluster(cluster, rounds, say);
    } finally {
        await clusterDown();
    }
}

async function onCluster(cluster: Cluster, rounds: number, say: (text: string) => void): Promise<Figure[]> {
    const built = await ContractImages.create(cluster);
    const images = {
        blue: built.name(COOKIE_FLAG, `--mark=${RELEASES.blue}`),
        green: built.name(COOKIE_FLAG, `--mark=${RELEASES.green}`),
    };
    await built.push();
    const made = [
        () => Ours.create(),
        () => Rolling.create(cluster, images),
        () => SelectorFlip.create(cluster, images),
    ];
    const ways: Way[] = [];
    const floor = await Floor.create();
    try {
        for (const make of made) ways.push(await make());
        const done: Done[] = ways.map(({ name }) => ({ name, there: [], back: [] }));
        const floors: number[] = [];
        for (let round = 1; round <= rounds; round++) {
            floors.push(await floor.change());
            for (const [at, way] of ways.entries()) {
                say(`kubernetes: ${way.name}, round ${round} of ${rounds}`);
                const there = await seenOf(way, "green");
                const back = await seenOf(way, "blue");
                say(`kubernetes: ${way.name}: ${JSON.stringify({ there, back })}`);
                done[at]?.there.push(there);
                done[at]?.back.push(back);
            }
        }
        return figuresOf(done, floors);
    } finally {
        for (const one of [...ways, floor]) await one.dispose().catch((error: Error) => say(error.message));
    }
}

function figuresOf([ours, ...peers]: readonly Done[], floors: readonly number[]): Figure[] {
    if (!ours) return [];
    const values = (seen: readonly Seen[], key: keyof Seen) => sample(seen.map((one) => one[key]));
    const least = sample(floors);
    const engine = "pulumi up of one dynamic resource";
    const rollback = "rollback, to the last old answer";
    return [
        figure("kubernetes: switch, to the last old answer", "s", values(ours.there, "seconds"), engine, least),
        figure(`kubernetes: ${rollback}`, "s", values(ours.back, "seconds"), engine, least, "ours at most 5 s"),
        ...peers.flatMap((peer) => {
            const line = (
                what: string,
                unit: string,
                key: keyof Seen,
                pick: (done: Done) => readonly Seen[],
                aim = "",
            ) => figure(`kubernetes: ${what}`, unit, values(pick(ours), key), peer.name, values(pick(peer), key), aim);
            return [
                line("switch, to the last old answer", "s", "seconds", ({ there }) => there),
                line(rollback, "s", "seconds", ({ back }) => back, "ours at most 5 s"),
                line("both, from the write to the API server on", "s", "routerSeconds", both),
                line("requests failed a change", "", "failed", both, "ours 0"),
                line("requests flipped a change", "", "flipped", both, "ours 0"),
                line("requests skewed a change", "", "skewed", both, "ours 0"),
                line("all requests a change", "", "requests", both),
            ];
        }),
    ];
}

function both({ there, back }: Done): Seen[] {
    return [...there, ...back];
}
