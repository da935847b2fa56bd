import { drain, retire, retireEarly } from "./finish";
import { deploy, preview } from "./preview";
import type { Step } from "./scene";
import { canary, rollBack, switchAgain, switchOver } from "./shift";

export { BRING_UP, bringUp, invite } from "./bringUp";
export type { Findings, Heading, Scene, Stage, Step, Urls } from "./scene";

const UNTIL_SWITCHED: readonly Step[] = [deploy, preview, canary, switchOver, rollBack, switchAgain];

/** The life of a release after the first, in order; a stack that is kept stays as the last switch left it. */
export function stepsOf({ keep }: { keep: boolean }): readonly Step[] {
    return keep ? UNTIL_SWITCHED : [...UNTIL_SWITCHED, retireEarly, drain, retire];
}
