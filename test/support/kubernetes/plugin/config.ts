import { isDeepStrictEqual } from "node:util";
import { isUnknown } from "../../plugin/unknown";
import type { Values } from "../../plugin/values";
import { activeCluster } from "./settings";

/** What leads to a cluster. */
const LEADING = ["kubeconfig", "context", "cluster"];

/** What a change of the provider's configuration means: another cluster replaces all that is in it. */
export function diffConfig(olds: Values, news: Values): { changed: string[]; replaces: string[] } {
    const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
    const changed = names.filter((name) => !isDeepStrictEqual(olds[name], news[name])).sort();
    const leading = changed.filter((name) => LEADING.includes(name));
    if (leading.some((name) => isUnknown(news[name]))) return { changed, replaces: leading };
    const [before, now] = [activeCluster(olds), activeCluster(news)];
    const isOther = before !== undefined && now !== undefined && !isDeepStrictEqual(before, now);
    return { changed, replaces: isOther ? leading : [] };
}
