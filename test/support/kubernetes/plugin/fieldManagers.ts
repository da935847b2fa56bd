import type { Values } from "../../plugin/values";
import { annotation, at, isMap, type ManagedFields, type Manifest, put } from "./manifest";

/** Who an object belongs to that the provider has created, but not yet applied. */
export const CREATOR = "pulumi-kubernetes";
/** Managers that lose their fields to the provider, by how their names begin: people with kubectl too. */
const TAKEN_OVER = [
    { begin: CREATOR, operation: "Update" },
    { begin: "pulumi-resource-kubernetes", operation: "Update" },
    { begin: "kubectl", operation: "Apply" },
    { begin: "kubectl", operation: "Update" },
    { begin: "before-first-apply", operation: "Update" },
];

/** The managers of an object once the provider's own one has taken over; undefined when nothing is to be taken. */
export function takenOver({ metadata }: Manifest, manager: string): ManagedFields[] | undefined {
    const all = metadata.managedFields ?? [];
    const isTaken = (one: ManagedFields) =>
        !one.subresource &&
        TAKEN_OVER.some(({ begin, operation }) => one.manager.startsWith(begin) && one.operation === operation);
    const isOwn = (one: ManagedFields) => !one.subresource && one.manager === manager && one.operation === "Apply";
    const taken = all.filter(isTaken);
    const [first] = taken;
    if (!first) return undefined;
    const own = all.find(isOwn);
    const fieldsV1 = [own, ...taken].reduce<Values>((fields, one) => union(fields, one?.fieldsV1 ?? {}), {});
    const others = all.filter((one) => !isTaken(one) && !isOwn(one));
    return [...others, { ...(own ?? first), manager, operation: "Apply", fieldsV1 }];
}

/** Whether an apply may take fields that others have set. */
export function forces(inputs: Manifest, live: Manifest, isPreview: boolean): boolean {
    if (annotation(inputs, "patchForce") === "true") return true;
    const managers = live.metadata.managedFields ?? [];
    if (managers.length === 0) return true;
    // Before the update itself its fields are taken over; those of others who lose theirs stop a preview.
    return isPreview && managers.some(({ manager, operation }) => manager === CREATOR && operation === "Update");
}

/** Inputs in which an ignored property is as it is in the cluster, or left to whoever else has set it. */
export function ignoring(inputs: Manifest, live: Manifest, paths: readonly string[], manager: string): Manifest {
    const managers = live.metadata.managedFields ?? [];
    return paths.reduce((rest, path) => {
        const steps = path.split(".");
        const owns = (one: ManagedFields) => at(one.fieldsV1, ...steps.map((step) => `f:${step}`)) !== undefined;
        const isOurs = managers.some((one) => one.manager === manager && owns(one));
        const isTheirs = managers.some((one) => one.manager !== manager && owns(one));
        if (isTheirs && !isOurs) return put(rest, steps, undefined);
        const now = at(live, ...steps);
        return now === undefined ? rest : put(rest, steps, now);
    }, inputs);
}

function union(left: Values, right: Values): Values {
    const merged: Record<string, unknown> = { ...left };
    for (const [name, value] of Object.entries(right)) {
        const before = merged[name];
        merged[name] = isMap(before) && isMap(value) ? union(before, value) : value;
    }
    return merged;
}
