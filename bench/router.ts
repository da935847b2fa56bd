import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyRouter, stopRouter } from "../components/haproxy/runtime/router";
import { applyTraffic } from "../components/haproxy/runtime/traffic";
import { Color, Order, onEveryTier, weightsOf } from "../components/release";
import { freePort } from "../tools/stack/pulumiStack";
import { type Figure, figure } from "./figure";
import { benchSpec } from "./router/app";
import { type RunningHaproxy, startHaproxy } from "./router/haproxy";
import { peerLines, serverLines } from "./router/peer";
import { newcomers, pinned, type Script } from "./router/requests";
import { type Load, load } from "./router/wrk";
import { sample } from "./statistics";

const SHAPE = { seconds: 3, connections: 32 };
const PEER = "minimal round robin";

/** Our configuration and the peer's in front of the same servers. */
export interface RouterPair {
    readonly folder: string;
    readonly ours: string;
    readonly peer: string;
    dispose(): Promise<void>;
}

/** Starts servers, peer and our router with all new visitors on blue. */
export async function startPair(): Promise<RouterPair> {
    const folder = mkdtempSync(join(tmpdir(), "bg-"));
    for (const part of ["run", "logs"]) mkdirSync(join(folder, part));
    const spec = await benchSpec(folder);
    const started: RunningHaproxy[] = [];
    const dispose = async () => {
        await stopRouter(folder);
        for (const one of started) await one.stop();
        rmSync(folder, { recursive: true, force: true });
    };
    try {
        started.push(await startHaproxy(folder, "servers", serverLines(spec)));
        const peerPort = await freePort();
        started.push(await startHaproxy(folder, "peer", peerLines(spec, peerPort)));
        await applyRouter(spec, () => {});
        const traffic = { active: Color.Blue, epoch: 0, order: Order.BackendFirst, pauseSeconds: 0, canaryPercent: 0 };
        await applyTraffic(folder, spec.app, traffic, onEveryTier(spec.app, weightsOf(traffic)), () => {});
        const at = (port: number) => `http://127.0.0.1:${port}/`;
        return { folder, ours: at(spec.listen.port), peer: at(peerPort), dispose };
    } catch (error) {
        await dispose();
        throw error;
    }
}

/** Requests a second and the 99th percentile of the latency, for visitors with their cookies and for new ones. */
export async function benchRouter(rounds: number, visitors: number, say: (text: string) => void): Promise<Figure[]> {
    const pair = await startPair();
    try {
        const kinds: [string, Script][] = [
            ["pinned visitors", pinned(visitors)],
            ["new visitors", newcomers()],
        ];
        const figures: Figure[] = [];
        for (const [kind, script] of kinds) {
            const ours: Load[] = [];
            const peer: Load[] = [];
            for (let round = 1; round <= rounds; round++) {
                say(`router: ${kind}, round ${round} of ${rounds}`);
                ours.push(await load(pair.folder, pair.ours, script, SHAPE));
                peer.push(await load(pair.folder, pair.peer, script, SHAPE));
            }
            const rates = (loads: readonly Load[]) => sample(loads.map(({ perSecond }) => perSecond));
            const tails = (loads: readonly Load[]) => sample(loads.map(({ p99Milliseconds }) => p99Milliseconds));
            figures.push(
                figure(`${kind}, requests`, "/s", rates(ours), PEER, rates(peer), "at least 0.95"),
                figure(`${kind}, p99`, "ms", tails(ours), PEER, tails(peer)),
            );
        }
        return figures;
    } finally {
        await pair.dispose();
    }
}
