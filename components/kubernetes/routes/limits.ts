import { type App, type Mistake, mistake } from "../../release";
import type { HttpRouteRule } from "./httpRoute";
import { LIMITS } from "./httpRoute";
import type { AppRoutes } from "./httpRoutes";

/** What a path of an HTTPRoute may be (its CRD). */
const CHARACTERS = /^([-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/;
const FORBIDDEN = /\/\/|\/\.\.?(\/|$)|%2f/i;

/** Paths that a Gateway does not take. */
export function pathMistakes({ tiers }: Pick<App, "tiers">): Mistake[] {
    return tiers.flatMap(({ name, paths }) =>
        paths
            .filter((path) => !CHARACTERS.test(path) || FORBIDDEN.test(path.replace(/\*$/, "")) || path.length > 1024)
            .map((path) => {
                const rule =
                    "a Gateway takes no //, /./, /../ and %2F in a path, % with two hex digits only, and up to 1024 characters";
                return mistake(`tiers.${name}.paths`, rule, path);
            }),
    );
}

/** What of the routes does not fit into HTTPRoutes. The worst case counts, so that no switch meets a limit that the set-up did not. */
export function limitMistakes({ pins, defaults }: AppRoutes, aliases: boolean): Mistake[] {
    const mistakes: Mistake[] = [];
    const remedy = `use fewer tiers or paths${aliases ? ", or no aliases" : ""}`;
    const say = (where: string, count: number, what: string, limit: number, of: string) => {
        if (count > limit)
            mistakes.push(mistake(where, `${count} ${what} are more than the ${limit} of ${of}`, count, remedy));
    };
    say("tiers", pins.length, "rules", LIMITS.rulesARoute, "an HTTPRoute");
    say("tiers", matchesIn(pins), "matches", LIMITS.matchesARoute, "an HTTPRoute");
    const most = Math.max(...pins.map(({ matches }) => matches.length));
    say("tiers", most, "matches", LIMITS.matchesARule, "a rule");
    for (const [tier, rules] of Object.entries(defaults)) {
        say(`tiers.${tier}.paths`, matchesIn(rules), "paths", LIMITS.matchesARule, "a rule");
    }
    return mistakes;
}

function matchesIn(rules: readonly HttpRouteRule[]): number {
    return rules.reduce((sum, { matches }) => sum + matches.length, 0);
}
