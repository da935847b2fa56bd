import { liveWeights } from "../../components/gate/status";
import type { Context } from "../context";
import { type Changeable, sidesOf } from "../select";

/** How far the router has come. */
export const Standing = {
    /** The new release gets no new visitors. */
    Back: "back",
    /** It gets a share of them, or nobody can tell. */
    Between: "between",
    /** It is live. */
    Switched: "switched",
} as const;
export type Standing = (typeof Standing)[keyof typeof Standing];

/** How far the router has come on the way from the color that was live. */
export async function standing({ live }: Context, selected: Changeable): Promise<Standing> {
    const { active, standby } = sidesOf(selected);
    const status = await live.status(selected.app).catch(() => undefined);
    const weights = liveWeights(status);
    if (!status || !weights) return Standing.Between;
    if (status.active === standby) return Standing.Switched;
    const isBack = status.active === active && Object.values(weights).every((one) => one[standby] === 0);
    return isBack ? Standing.Back : Standing.Between;
}

/** What of the router is not as the last step left it, in words; undefined when all is, or it does not answer. */
export async function overtaken({ live }: Context, selected: Changeable, percent: number): Promise<string | undefined> {
    const { active, standby } = sidesOf(selected);
    const status = await live.status(selected.app);
    const weights = liveWeights(status);
    if (!status || !weights) return undefined;
    if (status.active !== active || status.epoch !== selected.status.epoch) return `${status.active} is live now`;
    const release = selected.status.colors[standby]?.release;
    const now = status.colors[standby]?.release;
    if (now !== release) return `${standby} runs ${now || "nothing"} now`;
    const share = Math.max(0, ...Object.values(weights).map((one) => one[standby]));
    return share === percent ? undefined : `${standby} gets ${share} % of new visitors now, not ${percent} %`;
}
