import { Audience } from "../audience";
import { count } from "../numbers";
import { StepFailure } from "../operator";
import type { Heading, Stage, Urls } from "./scene";

/** Problems that are told at once; the others are counted, and listed at the end. */
const TOLD = 3;

export const BRING_UP: Heading = {
    title: "Bring the shop up: v1 on blue",
    meaning: "Two tiers, page and API, two processes each, behind HAProxy: all of it Pulumi resources.",
};

/** The first release. */
export async function bringUp({ operator, narrator }: Stage): Promise<Urls> {
    await operator.type("pulumi up");
    const { url, statusUrl, statsUrl } = await operator.outputs();
    if (!url || !statusUrl || !statsUrl) throw new StepFailure("the stack has no output url, statusUrl or statsUrl");
    narrator.good(`the shop is at ${url}, HAProxy's own view of it at ${statsUrl}`);
    return { url, statusUrl, statsUrl };
}

/** The visitors; from here on somebody asks all the time, until {@link Audience.leave}. */
export function invite({ options, narrator, idleSeconds }: Stage, { url }: Urls): Audience {
    let told = 0;
    const audience = new Audience(url, options.visitors, idleSeconds, (event) => {
        if (event.type === "note") narrator.note(event.text);
        if (event.type !== "problem" || told++ >= TOLD) return;
        const { fault, visitor, url: asked, expected, got } = event.problem;
        narrator.bad(`${fault}: ${visitor} asked ${asked}, expected ${expected}, got ${got}`);
    });
    narrator.note(
        `${count(options.visitors)} visitors come and stay, and ${audience.newPerSecond} new ones come each second: tabs, old tabs that never`,
    );
    narrator.note("reload, API clients, clients that refuse cookies. They ask both tiers, and check every answer.");
    narrator.follow(() => audience.line());
    return audience;
}
