import { type App, CATCH_ALL, type Mistake, mistake, pathFits } from "../../release";

/** What a path pattern of a load balancer may hold (Elastic Load Balancing API, PathPatternConfig). */
const CHARACTERS = /^[A-Za-z0-9_\-.$/~"'@:+&*?]+$/;

/**
 * Paths that a load balancer cannot tell apart: it takes the first rule that fits, not the longest path, so the paths of two tiers must
 * not overlap. Only the catch-all path may, since it comes last.
 */
export function pathMistakes({ tiers }: Pick<App, "tiers">): Mistake[] {
    const mistakes: Mistake[] = [];
    const all = tiers.flatMap((tier) => tier.paths.map((path) => ({ tier, path })));
    for (const { tier, path } of all) {
        if (!CHARACTERS.test(path)) {
            const rule = "a load balancer takes letters, digits and _ - . $ / ~ @ : + & in a path";
            mistakes.push(mistake(`tiers.${tier.name}.paths`, rule, path));
        }
    }
    for (const [index, one] of all.entries()) {
        for (const two of all.slice(index + 1)) {
            if (one.tier === two.tier || one.path === CATCH_ALL || two.path === CATCH_ALL) continue;
            if (!overlap(one.path, two.path)) continue;
            const rule = `must not overlap with ${one.path} of ${one.tier.name}`;
            mistakes.push(mistake(`tiers.${two.tier.name}.paths`, rule, two.path, "give the tiers paths of their own"));
        }
    }
    return mistakes;
}

function overlap(one: string, two: string): boolean {
    const start = (path: string) => path.replace(/\*$/, "");
    return pathFits([one], start(two)) || pathFits([two], start(one)) || one === two;
}
