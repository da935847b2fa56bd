import { SetupError } from "./failure.mjs";
import { composePath } from "./paths.mjs";

/** The set-up's own options, and the command after `--`. */
export function parseCommandLine(args, purposes) {
    const end = args.indexOf("--");
    const own = end < 0 ? args : args.slice(0, end);
    const options = { purpose: "demo", printEnv: false, command: end < 0 ? [] : args.slice(end + 1) };
    for (let index = 0; index < own.length; index += 1) {
        if (own[index] === "--print-env") options.printEnv = true;
        else if (own[index] === "--for") options.purpose = own[++index];
        else throw new SetupError(`${own[index]}: unknown; allowed: --for, --print-env, and a command after --`);
    }
    if (!purposes.includes(options.purpose)) {
        throw new SetupError(`--for: must be one of ${purposes.join(", ")}, got "${options.purpose ?? ""}"`);
    }
    return options;
}

/** An environment with what the steps found: folders for PATH (`first`, `last`) and variables. */
export function mergeParts(env, parts) {
    const all = (name) => parts.flatMap((part) => part[name] ?? []);
    return {
        ...Object.assign({ ...env }, ...all("variables")),
        PATH: composePath(env.PATH, { first: all("first"), last: all("last") }),
    };
}

/** The variables of `after` that `before` lacks or has otherwise. */
export function changedVariables(before, after) {
    return Object.fromEntries(Object.entries(after).filter(([name, value]) => before[name] !== value));
}

/** Lines for a shell to evaluate. */
export function shellExports(variables) {
    return Object.entries(variables)
        .map(([name, value]) => `export ${name}='${value.replaceAll("'", "'\\''")}'\n`)
        .join("");
}
