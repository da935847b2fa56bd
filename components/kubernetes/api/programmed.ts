import { isCurrent, said } from "./conditions";
import type { Condition, HttpRoute } from "./objects";

/** A Gateway, by its place. */
export interface GatewayPlace {
    readonly namespace: string;
    readonly name: string;
}

/** What a controller must say of a route. `Programmed` is not among those of a route; some controllers say it all the same. */
const NEEDED = ["Accepted", "ResolvedRefs"];
const ALSO = ["Programmed"];

/** What keeps a Gateway's controller from leading requests by a route as it is now; undefined when nothing. */
export function routeStanding(route: HttpRoute | undefined, gateway: GatewayPlace): string | undefined {
    if (!route) return "it is not there";
    const { metadata, status } = route;
    const answers = (status?.parents ?? []).filter(
        ({ parentRef }) =>
            parentRef.name === gateway.name && (parentRef.namespace ?? metadata.namespace) === gateway.namespace,
    );
    if (answers.length === 0) return "no controller has said anything of it";
    const standings = answers.map(({ controllerName, conditions = [] }) => {
        const wrong = conditionsStanding(conditions, metadata.generation);
        return wrong && `${wrong}, says ${controllerName ?? "a controller without name"}`;
    });
    return standings.includes(undefined) ? undefined : standings.join("; ");
}

function conditionsStanding(conditions: readonly Condition[], generation: number | undefined): string | undefined {
    const wrong = [...NEEDED, ...ALSO].flatMap((type) => {
        const one = conditions.find((condition) => condition.type === type);
        if (!one) return NEEDED.includes(type) ? [`nothing about ${type}`] : [];
        if (!isCurrent(one, generation)) return [`${type} is said of an older one`];
        return one.status === "True" ? [] : [said(one)];
    });
    return wrong.length === 0 ? undefined : wrong.join(", ");
}
