import { annotation, at, isMap, type Manifest } from "./manifest";

/** Something that an object has to be before it counts as made. */
interface Wish {
    readonly text: string;
    fulfilled(live: Manifest): boolean;
}

/** What the annotation `pulumi.com/waitFor` asks for; undefined without one. Of JSON paths the stand-in knows plain names only. */
export function wishesOf(inputs: Manifest): readonly Wish[] | undefined {
    const given = annotation(inputs, "waitFor");
    return given === undefined ? undefined : listOf(given).map(wish);
}

function listOf(given: string): readonly string[] {
    try {
        const list: unknown = JSON.parse(given);
        if (Array.isArray(list) && list.length > 0) return list.map(String);
    } catch {
        // It is one expression, not a list.
    }
    return [given];
}

function wish(text: string): Wish {
    const [, path, , value] = /^jsonpath=\{((?:\.\w+)+)\}(=(.*))?$/.exec(text) ?? [];
    if (path !== undefined) {
        const names = path.slice(1).split(".");
        return {
            text,
            fulfilled: (live) => {
                const found = at(live, ...names);
                return value === undefined ? found !== undefined : String(found) === value;
            },
        };
    }
    const [, type, , status = "True"] = /^condition=(\w+)(=(\w+))?$/.exec(text) ?? [];
    if (type === undefined)
        throw new Error(
            `pulumi.com/waitFor: the stand-in for the provider kubernetes knows jsonpath={.a.b}, with =value too, and condition=Type; got ${text}`,
        );
    return {
        text,
        fulfilled: (live) => {
            const conditions = at(live, "status", "conditions");
            const isIt = (one: unknown) =>
                isMap(one) && one.type === type && String(one.status).toLowerCase() === status.toLowerCase();
            return Array.isArray(conditions) && conditions.some(isIt);
        },
    };
}
