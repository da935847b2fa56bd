import type { Context, GlobalOptions } from "../context";
import { appsOf } from "../stack/apps";
import { examineApp } from "./app";

/** What one check found. */
export interface Finding {
    readonly check: string;
    readonly result: "ok" | "warning" | "problem";
    /** What was found, or what is wrong and what to do about it. */
    readonly text: string;
}

/** The oldest versions that all of this runs with. */
const NODE = "20.19.0";
const PULUMI = "3.200.0";

/** Checks everything that the other commands need, from the tools to the front door; what needs what failed is left out. */
export async function examine(context: Context, options: GlobalOptions): Promise<Finding[]> {
    const { workspace, tools } = context;
    const findings: Finding[] = [];
    const attempt = async <T>(check: string, look: () => Promise<readonly [T, string]>): Promise<T | undefined> => {
        try {
            const [value, text] = await look();
            findings.push({ check, result: "ok", text });
            return value;
        } catch (error) {
            findings.push({ check, result: "problem", text: (error as Error).message });
            return undefined;
        }
    };
    await attempt("node", async () => atLeast(tools.node, NODE, "https://nodejs.org/"));
    const pulumi = await attempt("pulumi", async () =>
        atLeast(await workspace.version(), PULUMI, "https://www.pulumi.com/docs/install/"),
    );
    if (pulumi === undefined) return findings;
    const state = await attempt("stack", async () => {
        const found = await workspace.state();
        return [found, `${found.stack} of project ${found.project}, ${found.resources.length} resources`];
    });
    if (!state) return findings;
    if (state.pending > 0) {
        const text = "an update was interrupted; run `pulumi up` to finish it";
        findings.push({ check: "state", result: "warning", text });
    }
    const config = await attempt("config", async () => {
        const values = await workspace.config();
        await workspace.unlock();
        return [values, `${Object.keys(values).length} values, and the passphrase fits`];
    });
    await attempt("package", async () => [true, workspace.packageFolder()]);
    const apps = appsOf(state).filter(({ name }) => options.app === undefined || name === options.app);
    if (apps.length === 0) {
        findings.push({
            check: "app",
            result: "problem",
            text: `stack ${state.stack} has none; run \`pulumi up\` first`,
        });
    }
    for (const app of apps) {
        if (app.target === "haproxy") await attempt("haproxy", async () => [true, tools.haproxy()]);
        findings.push(...(await examineApp(context, state, app, config)));
    }
    return findings;
}

/** Compares versions. Error: too old, with where to get a newer one. */
function atLeast(version: string, least: string, where: string): readonly [string, string] {
    const parts = (text: string) => (/\d+(?:\.\d+)*/.exec(text)?.[0] ?? "0").split(".").map(Number);
    const [has, needs] = [parts(version), parts(least)];
    const index = needs.findIndex((part, at) => (has[at] ?? 0) !== part);
    if (index < 0 || (has[index] ?? 0) > (needs[index] ?? 0)) return [version, version];
    throw new Error(`version ${version} is too old; allowed: ${least} or newer; get it from ${where}`);
}
