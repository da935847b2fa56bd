import { allowedShares, canaryFigures, isRight, newcomersFor } from "../canary";
import { count, percent, seconds } from "../numbers";
import { type Scene, type Step, untilRequests, watch } from "./scene";

const PERCENT = 10;
const LONGEST_WAIT_SECONDS = 180;

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
        scene.findings.switchSeconds = await change(scene, "v1", "v2", 0.54);
    },
};

export const rollBack: Step = {
    title: "Roll back: new visitors get v1 again",
    meaning: "The same output now holds the command that goes back. Who is on v2 stays there.",
    async run(scene) {
        scene.findings.rollbackSeconds = await change(scene, "v2", "v1", 0.66);
    },
};

export const switchAgain: Step = {
    title: "Switch again: new visitors get v2",
    meaning: "Back and forth, as often as you like.",
    async run(scene) {
        await change(scene, "v1", "v2", 0.78);
        await untilRequests(scene, scene.options.leastRequests, LONGEST_WAIT_SECONDS);
    },
};

/** Runs `switchover`; answers the seconds from its start to the last answer that the old release gave a new visitor. */
async function change(scene: Scene, from: string, to: string, until: number): Promise<number> {
    const { operator, narrator, audience } = scene;
    const { startedAt, seconds: took } = await operator.evaluate("switchover");
    await watch(scene, until);
    const last = audience.lastAnswerToNewVisitor(from) ?? startedAt;
    const old = Math.max(0, last - startedAt) / 1000;
    narrator.good(
        `the last new visitor got ${from} ${seconds(old)} after the command's start; the command took ${seconds(took)}`,
    );
    const stay = `${count(audience.on(from))} on ${from}, ${count(audience.on(to))} on ${to}`;
    narrator.note(`Nobody who was here before moved: ${stay}.`);
    return old;
}
