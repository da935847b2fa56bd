import { dirname } from "node:path";
import { SetupError } from "../failure.mjs";
import { findExecutable, splitPath } from "../paths.mjs";
import { say } from "../progress.mjs";
import { isAtLeast } from "../versions.mjs";

const MINIMUM = "20.19";

/** Node is new enough, and the programs that Pulumi starts find it too. */
export function ensureNode({ env }) {
    if (!isAtLeast(process.versions.node, MINIMUM)) {
        throw new SetupError(
            `node: version ${process.versions.node} is too old; allowed: ${MINIMUM} or newer; install it from https://nodejs.org/`,
        );
    }
    say(`node ${process.versions.node}`);
    return findExecutable(["node"], splitPath(env.PATH)) ? {} : { first: [dirname(process.execPath)] };
}
