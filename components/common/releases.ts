import { COLORS, type Color, type Mistake, mistake, type PerColor, type Settings, weightsOf } from "../release";
import { check, type Requirement, wholeNumber } from "../release/rules";
import { checkInput } from "./checks";

/** What a color runs where its tiers are images. */
export interface ImagesOfRelease {
    readonly images?: Readonly<Record<string, unknown>>;
    readonly instances?: Readonly<Record<string, number>>;
}

const BY_DIGEST: Requirement = {
    holds: (value) => /^[^\s@]+@sha256:[0-9a-f]{64}$/.test(String(value)),
    rule: "must be an image by digest, such as <repository>@sha256:<64 hex digits>",
};

/** Every color that is on has an image for every tier and for nothing else. */
export function imageMistakes(given: PerColor<ImagesOfRelease>, tiers: readonly string[]): Mistake[] {
    const mistakes: Mistake[] = [];
    for (const color of COLORS) {
        const release = given[color];
        if (!release) continue;
        const images = release.images ?? {};
        for (const tier of tiers) {
            const where = `${color}.images.${tier}`;
            const remedy = "push the image and use the digest that the registry tells";
            if (images[tier] !== undefined) checkInput(mistakes, where, images[tier], BY_DIGEST, remedy);
            else mistakes.push(mistake(where, "is needed, since the app has this tier", undefined));
        }
        mistakes.push(
            ...strangers(`${color}.images`, images, tiers),
            ...strangers(`${color}.instances`, release.instances ?? {}, tiers),
        );
    }
    return mistakes;
}

function strangers(where: string, given: object, tiers: readonly string[]): Mistake[] {
    const rule = `must be for a tier of the app: ${tiers.join(", ")}`;
    return Object.keys(given)
        .filter((tier) => !tiers.includes(tier))
        .map((tier) => mistake(`${where}.${tier}`, rule, tier, "correct the name, or add the tier"));
}

/**
 * Instances of every tier of the colors that are on. A color that gets new visitors has some of each.
 *
 * @param least instances that a tier has where its scaling starts
 */
export function sizesOf(
    given: PerColor<ImagesOfRelease>,
    { app, releases, traffic }: Pick<Settings, "app" | "releases" | "traffic">,
    least: (tier: string) => number | undefined,
    mistakes: Mistake[],
): PerColor<Readonly<Record<string, number>>> {
    const sizes: { -readonly [C in Color]?: Record<string, number> } = {};
    const weights = weightsOf(traffic);
    for (const color of COLORS) {
        if (releases[color] === undefined) continue;
        const own = given[color]?.instances ?? {};
        sizes[color] = Object.fromEntries(
            app.tiers.map(({ name, instances }) => {
                const where = `${color}.instances.${name}`;
                const size = check(mistakes, where, own[name] ?? least(name) ?? instances, wholeNumber(0, 100));
                if (size === 0 && weights[color] > 0) {
                    mistakes.push(mistake(where, `must be 1 or more while ${color} gets new visitors`, size));
                }
                return [name, size];
            }),
        );
    }
    return sizes;
}
