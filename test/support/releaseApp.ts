import { type AppArgs, listed, normalise } from "../../components/release";

/** A legal app of two tiers with both colors on. A function, so that no test spoils it for another. */
export function shopArgs(): AppArgs {
    return {
        tiers: {
            frontend: { paths: ["/*"], health: { path: "/healthz" } },
            backend: { paths: ["/api/*"], health: { path: "/api/healthz" } },
        },
        blue: { release: "v1" },
        green: { release: "v2" },
        traffic: { active: "blue" },
        session: {},
        drain: {},
        gate: {},
    };
}

/** The shop with some arguments set, e.g. `{ "traffic.active": "green" }`. Any value goes, as from a caller without types. */
export function shopWith(values: Readonly<Record<string, unknown>>): AppArgs {
    const args = shopArgs();
    for (const [path, value] of Object.entries(values)) {
        const keys = path.split(".");
        const last = keys.pop() ?? "";
        let at = args as unknown as Record<string, unknown>;
        for (const key of keys) at = at[key] as Record<string, unknown>;
        at[last] = value;
    }
    return args;
}

/** What is wrong with some arguments, a line each. */
export function wrongWith(args: AppArgs): string[] {
    const text = listed(normalise("shop", args).mistakes);
    return text === "" ? [] : text.split("\n");
}
