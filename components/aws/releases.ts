import { imageMistakes } from "../common/releases";
import { type Mistake, mistake } from "../release";
import type { AlbBlueGreenArgs } from "./args";

/** Every color that is on has an image for every tier and for nothing else, if it runs here, and an id that the load balancer can tell from the other's. */
export function releaseMistakes(args: AlbBlueGreenArgs, tiers: readonly string[]): Mistake[] {
    const mistakes = args.runsServices === false ? [] : imageMistakes(args, tiers);
    const [blue, green] = [args.blue?.release, args.green?.release];
    if (blue !== green && blue?.toLowerCase?.() === green?.toLowerCase?.()) {
        const rule = "the two colors run releases whose ids differ in more than case, which a load balancer ignores";
        mistakes.push(mistake("green.release", rule, green, "give the new release an id of its own"));
    }
    return mistakes;
}
