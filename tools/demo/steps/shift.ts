import { setTimeout as sleep } from "node:timers/promises";
import { allowedShares, canaryFigures, isRight, newcomersFor } from "../canary";
import { count, percent, seconds } from "../numbers";
import type { Ran } from "../operator";
import { type Scene, type Step, untilRequests, watch } from "./scene";

const PERCENT = 10;
const LONGEST_WAIT_SECONDS = 180;
const RETURN_SECONDS = 3;

export const canary: Step = {
    title: `Canary: ${PERCENT} % of new visitors get v2`,
    meaning: "Only new visitors are drawn; nobody who is on v1 moves.",
    async run(scene) {
        const { operator, narrator, audience, findings, options, signal } = scene;
        await operator.type(`pulumi config set canary ${PERCENT} && pulumi up`);
        const newcomers = newcomersFor(options.duration);
        narrator.note(
            `${count(newcomers)} more new visitors come, each with an empty cookie jar and an address of its own.`,
        );
        const came = await audience.receive(newcomers, signal);
        const figures = canaryFigures(PERCENT / 100, "v2", came);
        findings.canary = figures;
        const text = `${percent(figures.share)} of ${count(figures.visitors)} new visitors got v2; allowed ${allowedShares(figures)}`;
        if (isRight(figures)) narrator.good(text);
        else narrator.bad(text);
        await watch(scene, 0.4);
    },
};

export const switchOver: Step = {
    title: "Switch: new visitors get v2",
    meaning:
        "One command from the stack's outputs. A gate first asks v2 for its health; nothing is built or restarted.",
    async run(scene) {
        const { operator } = scene;
        scene.findings.switchSeconds = await change(scene, () => operator.evaluate("switchover"), "v1", 0.5);
        await comeAndGo(scene, "v1");
    },
};

export const rollBack: Step = {
    title: "Roll back: new visitors get v1 again",
    meaning:
        "From here on by the package's own command, which edits the config and runs Pulumi. Who is on v2 stays there.",
    async run(scene) {
        const { operator } = scene;
        scene.findings.rollbackSeconds = await change(scene, () => operator.blueGreen("rollback"), "v2", 0.66);
    },
};

export const switchAgain: Step = {
    title: "Switch again: new visitors get v2",
    meaning: "Back and forth, as often as you like.",
    async run(scene) {
        const { operator } = scene;
        await change(scene, () => operator.blueGreen("switch"), "v1", 0.78);
        await untilRequests(scene, scene.options.leastRequests, LONGEST_WAIT_SECONDS);
    },
};

/** Runs a command that switches; answers the seconds from its start to the last answer that the old release gave a new visitor. */
async function change(scene: Scene, run: () => Promise<Ran>, from: string, until: number): Promise<number> {
    const { narrator, audience } = scene;
    const { startedAt, seconds: took } = await run();
    await watch(scene, until);
    const last = audience.lastAnswerToNewVisitor(from) ?? startedAt;
    const old = Math.max(0, last - startedAt) / 1000;
    narrator.good(
        `the last new visitor got ${from} ${seconds(old)} after the command's start; the command took ${seconds(took)}`,
    );
    narrator.note(standing(scene));
    return old;
}

/** Some visitors come back as new ones, so that both releases have visitors who stay. */
async function comeAndGo(scene: Scene, release: string): Promise<void> {
    const { narrator, audience, signal } = scene;
    narrator.note(`Many who are on ${release} end their session and come back later, as new visitors.`);
    audience.endSessions(release, RETURN_SECONDS, ["page"]);
    await sleep(RETURN_SECONDS * 1000, undefined, { signal });
    narrator.note(standing(scene));
}

function standing({ audience }: Scene): string {
    const on = (release: string) => count(audience.on(release));
    return `Now ${on("v1")} visitors are on v1, ${on("v2")} on v2; flipped so far: ${count(audience.counts().flipped)}.`;
}
