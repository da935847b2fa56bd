import { checkInput } from "../common/checks";
import { COLORS, type Mistake, mistake } from "../release";
import type { Requirement } from "../release/rules";
import type { AlbBlueGreenArgs } from "./args";

const BY_DIGEST: Requirement = {
    holds: (value) => /^[^\s@]+@sha256:[0-9a-f]{64}$/.test(String(value)),
    rule: "must be an image by digest, such as <repository>@sha256:<64 hex digits>",
};

/** Every color that is on has an image for every tier and for nothing else, and an id that the load balancer can tell from the other's. */
export function releaseMistakes(args: AlbBlueGreenArgs, tiers: readonly string[]): Mistake[] {
    const mistakes: Mistake[] = [];
    for (const color of COLORS) {
        const release = args[color];
        if (!release) continue;
        const images: Readonly<Record<string, unknown>> = release.images ?? {};
        for (const tier of tiers) {
            const where = `${color}.images.${tier}`;
            if (images[tier] === undefined) {
                mistakes.push(mistake(where, "is needed, since the app has this tier", undefined));
            } else {
                checkInput(
                    mistakes,
                    where,
                    images[tier],
                    BY_DIGEST,
                    "push the image and use the digest that the registry tells",
                );
            }
        }
        mistakes.push(
            ...strangers(`${color}.images`, images, tiers),
            ...strangers(`${color}.instances`, release.instances ?? {}, tiers),
        );
    }
    const [blue, green] = [args.blue?.release, args.green?.release];
    if (blue !== green && blue?.toLowerCase?.() === green?.toLowerCase?.()) {
        const rule = "the two colors run releases whose ids differ in more than case, which a load balancer ignores";
        mistakes.push(mistake("green.release", rule, green, "give the new release an id of its own"));
    }
    return mistakes;
}

function strangers(where: string, given: object, tiers: readonly string[]): Mistake[] {
    const rule = `must be for a tier of the app: ${tiers.join(", ")}`;
    return Object.keys(given)
        .filter((tier) => !tiers.includes(tier))
        .map((tier) => mistake(`${where}.${tier}`, rule, tier, "correct the name, or add the tier"));
}
