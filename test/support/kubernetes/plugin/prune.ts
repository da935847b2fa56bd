import type { Values } from "../../plugin/values";
import { isMap } from "./manifest";

/** What a live object has of the properties that its program gave; the cluster sets many more. */
export function prune(live: Values, inputs: Values): Values {
    const known = Object.entries(live).filter(([name]) => name in inputs);
    return Object.fromEntries(known.map(([name, value]) => [name, pruneValue(value, inputs[name])]));
}

function pruneValue(live: unknown, input: unknown): unknown {
    if (isMap(live) && isMap(input)) return prune(live, input);
    if (!Array.isArray(live) || !Array.isArray(input)) return live;
    return input.slice(0, live.length).map((item, index) => pruneValue(live[index], item));
}
