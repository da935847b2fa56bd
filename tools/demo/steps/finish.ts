import { readStatus } from "../../../components/gate/status";
import { count, seconds } from "../numbers";
import { StepFailure } from "../operator";
import { type Scene, type Step, watch } from "./scene";

/** Time for the sessions to end, as a part of the load's, and at most in seconds. */
const DRAIN_PART = 0.1;
const LONGEST_DRAIN_SECONDS = 30;
/** For an idle session to leave the census, beside the idle time. */
const CENSUS_GRACE_SECONDS = 20;

export const retireEarly: Step = {
    title: "Try to retire v1 too early",
    meaning: "Visitors are still on v1, so this is refused, and nothing changes.",
    async run({ operator, narrator, audience }) {
        const before = audience.counts();
        const { code, stdout, stderr } = await operator.attemptBlueGreen("retire");
        const after = audience.counts();
        const said = `${stdout}\n${stderr}`;
        const refusal = said.split("\n").find((line) => line.includes("still has"));
        if (code === 0 || refusal === undefined) {
            throw new StepFailure(
                `retire ended with exit code ${code}; expected a refusal that says who is left`,
                said.trim(),
            );
        }
        narrator.detail(refusal.trim());
        const harmed = after.failed + after.flipped + after.skewed - before.failed - before.flipped - before.skewed;
        const text = `refused with exit code ${code}; ${count(after.requests - before.requests)} requests meanwhile, ${harmed} harmed`;
        if (harmed === 0) narrator.good(text);
        else narrator.bad(text);
    },
};

export const drain: Step = {
    title: "Drain v1",
    meaning: "Its visitors finish, one after the other, and the router counts who is left.",
    async run(scene) {
        const { operator, narrator, audience, findings, options, idleSeconds } = scene;
        const within = Math.min(LONGEST_DRAIN_SECONDS, Math.max(2, options.duration * DRAIN_PART));
        const before = await census(scene);
        narrator.note(
            `A session ends ${idleSeconds} s after its last request here (sessionIdleSeconds; 30 minutes by default).`,
        );
        const start = performance.now();
        audience.endSessions("v1", within);
        const patience = (within + idleSeconds + CENSUS_GRACE_SECONDS) / 60;
        await operator.blueGreen(`drain --wait --timeout ${patience.toFixed(2)}`);
        const left = await census(scene);
        if (left > 0) throw new StepFailure(`the census of v1 is ${left}; expected 0`);
        findings.drainSeconds = (performance.now() - start) / 1000;
        narrator.good(`from ${count(before)} to 0 visitors on v1 in ${seconds(findings.drainSeconds)}`);
    },
};

export const retire: Step = {
    title: "Retire v1",
    meaning: "Nobody is on v1 any more. Connections from before are closed in peace, then its processes end.",
    async run(scene) {
        const { operator, narrator } = scene;
        await operator.blueGreen("retire");
        await watch(scene, 1);
        const { colors } = await status(scene);
        if (colors.blue) throw new StepFailure(`blue still has ${colors.blue.release}; expected nothing`);
        narrator.good(`blue is free for the next release; everybody is on ${colors.green?.release}`);
    },
};

/** Visitors that the router counts on v1, with and without cookies. */
async function census(scene: Scene): Promise<number> {
    const { blue } = (await status(scene)).colors;
    if (!blue) throw new StepFailure("the router knows no release on blue any more; expected v1");
    return blue.visitors + blue.addresses;
}

async function status({ urls }: Scene) {
    const found = await readStatus(urls.statusUrl);
    if (!found) throw new StepFailure(`${urls.statusUrl} does not answer; expected the router's status`);
    return found;
}
