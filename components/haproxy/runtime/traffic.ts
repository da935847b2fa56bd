import { setTimeout as sleep } from "node:timers/promises";
import {
    type App,
    Color,
    type LiveState,
    Order,
    type PerColor,
    sameWeights,
    switchStages,
    type TierWeights,
    type Traffic,
} from "../../release";
import { standbyTimes } from "../../release/switchFacts";
import { files, type RouterSpec } from "../config/spec";
import { MAP_KEYS } from "../config/status";
import { readJson, writeAtomically, writeJson } from "./files";
import { idleConnectionsGone } from "./router";
import { ask, tell } from "./socket";

/** What was last applied, beside the map that HAProxy itself reads. */
export interface AppliedTraffic {
    readonly active: Color;
    readonly epoch: number;
    readonly weights: TierWeights;
    /** In milliseconds since 1970, of the colors that are on. */
    readonly standbySince: PerColor<number>;
}

/** The router's own record of what is live; undefined before the first set-up. */
export function readLive(folder: string): LiveState | undefined {
    const paths = files(folder);
    const spec = readJson<RouterSpec>(paths.spec);
    const traffic = readJson<AppliedTraffic>(paths.traffic);
    if (!spec) return undefined;
    return {
        epoch: traffic?.epoch ?? 0,
        active: traffic?.active ?? Color.Blue,
        releases: spec.releases,
        weights: traffic?.weights,
        standbySince: traffic?.standbySince ?? {},
        pins: { ...spec.releases, ...spec.pins },
    };
}

/** The map's lines for some weights. */
export function mapEntries(weights: TierWeights, active: Color, epoch: number): [string, number][] {
    return [
        ...Object.entries(weights).map(([tier, { green }]): [string, number] => [tier, green]),
        [MAP_KEYS.active, active === Color.Green ? 1 : 0],
        [MAP_KEYS.epoch, epoch],
    ];
}

/** The map as the running worker has it. */
export async function runningMap(folder: string): Promise<Map<string, string>> {
    const paths = files(folder);
    const answer = await ask(paths.socket, `show map ${paths.map}`);
    return new Map(
        answer
            .split("\n")
            .map((line) => line.trim().split(" "))
            .filter((words) => words.length === 3)
            .map((words): [string, string] => [words[1] ?? "", words[2] ?? ""]),
    );
}

/** Whom the running worker gives new visitors to; undefined when nobody answers or nothing was set yet. */
export async function runningTraffic(
    folder: string,
    app: Pick<App, "tiers">,
): Promise<Pick<AppliedTraffic, "active" | "epoch" | "weights"> | undefined> {
    const running = await runningMap(folder).catch(() => undefined);
    if (!running?.has(MAP_KEYS.epoch)) return undefined;
    const green = (tier: string) => Number(running.get(tier) ?? 0);
    return {
        active: running.get(MAP_KEYS.active) === "1" ? Color.Green : Color.Blue,
        epoch: Number(running.get(MAP_KEYS.epoch)),
        weights: Object.fromEntries(
            app.tiers.map(({ name }) => [name, { blue: 100 - green(name), green: green(name) }]),
        ),
    };
}

/** Whether the running worker has just these entries. */
export async function mapFits(folder: string, entries: readonly [string, number][]): Promise<boolean> {
    const running = await runningMap(folder);
    return running.size === entries.length && entries.every(([key, value]) => running.get(key) === String(value));
}

/**
 * Sets the weights of new visitors: in the map on disk first, then in the running worker, atomically for all tiers of a stage.
 * No reload, no connection touched. Killed in between, the next update finds the difference and finishes.
 */
export async function applyTraffic(
    folder: string,
    app: Pick<App, "tiers" | "name">,
    wanted: Pick<Traffic, "active" | "epoch" | "order" | "pauseSeconds">,
    weights: TierWeights,
    progress: (text: string) => void,
): Promise<AppliedTraffic> {
    const paths = files(folder);
    const before = readJson<AppliedTraffic>(paths.traffic);
    if (before && !sameWeights(before.weights, weights)) await idleConnectionsGone(folder, progress);
    const stages = switchStages(app, before?.weights, weights, wanted.order);
    for (const [index, stage] of stages.entries()) {
        if (index > 0) await sleep(wanted.pauseSeconds * 1000);
        await commit(folder, mapEntries(stage, wanted.active, wanted.epoch));
        if (stages.length > 1) {
            const first = wanted.order === Order.BackendFirst ? "backend" : "frontend";
            progress(`${app.name}: ${index === 0 ? `${first} defaults moved first` : "all defaults moved"}`);
        }
    }
    const live = readLive(folder);
    const standbySince = standbyTimes(live, live?.releases ?? {}, weights, Date.now());
    const applied = { active: wanted.active, epoch: wanted.epoch, weights, standbySince };
    writeJson(paths.traffic, applied);
    return applied;
}

/** Notes since when releases that the router has now get nobody new; `before` is what was live before it had them. */
export function noteStandby(folder: string, before: LiveState | undefined): void {
    const { spec, traffic } = files(folder);
    const releases = readJson<RouterSpec>(spec)?.releases;
    const last = readJson<AppliedTraffic>(traffic);
    if (!releases || !last) return;
    writeJson(traffic, { ...last, standbySince: standbyTimes(before, releases, last.weights, Date.now()) });
}

async function commit(folder: string, entries: readonly [string, number][]): Promise<void> {
    const { map, socket } = files(folder);
    writeAtomically(map, entries.map(([key, value]) => `${key} ${value}\n`).join(""));
    const version = /version created: (\d+)/.exec(await ask(socket, `prepare map ${map}`))?.[1];
    if (!version)
        throw new Error(`HAProxy at ${socket} knows no map ${map}; run the update again to repair the router`);
    for (const [key, value] of entries) await tell(socket, `add map @${version} ${map} ${key} ${value}`);
    await tell(socket, `commit map @${version} ${map}`);
}
