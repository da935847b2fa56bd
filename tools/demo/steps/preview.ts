import { count } from "../numbers";
import { StepFailure } from "../operator";
import { type Step, watch } from "./scene";

export const deploy: Step = {
    title: "Deploy v2 to green",
    meaning: "The new release starts beside the old one and gets no visitor: its weight is 0.",
    async run(scene) {
        const { operator, narrator, audience } = scene;
        const before = audience.counts().requests;
        await operator.type("pulumi config set greenRelease v2 && pulumi up");
        await watch(scene, 0.18);
        const seen = audience.answersOf("v2");
        if (seen > 0) {
            throw new StepFailure(`${count(seen)} answers came from v2, which has no visitors yet; expected none`);
        }
        narrator.good(`none of ${count(audience.counts().requests - before)} requests meanwhile was answered by v2`);
    },
};

export const preview: Step = {
    title: "Look at v2 before anybody else does",
    meaning: "The preview link ties one browser to v2, on every tier, through the public address.",
    async run(scene) {
        const { operator, narrator, audience } = scene;
        narrator.command('xdg-open "$(pulumi stack output greenPreviewUrl)"');
        const { greenPreviewUrl: link = "" } = await operator.outputs();
        narrator.detail(link);
        const { page, api, again } = await audience.preview(link);
        const shown = `the page is ${page.release}, its API call ${api.release}, and the page without the link ${again.release}`;
        if (![page, api, again].every(({ ok, release }) => ok && release === "v2")) {
            throw new StepFailure(`${shown}; expected v2 for all`);
        }
        narrator.detail(`/api/whoami: ${api.body.trim()}`);
        narrator.good(shown);
        await watch(scene, 0.22);
        const seen = audience.answersOf("v2");
        if (seen > 0) throw new StepFailure(`${count(seen)} answers to others came from v2; expected none`);
    },
};
