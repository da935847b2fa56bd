import { COLORS } from "../../release";
import { backendName, type RouterSpec } from "../config/spec";

/** The file that HAProxy reads at its start when nothing is known of the instances. */
export const NO_STATE = "1\n";

// Places in a line of "show servers state", version 1.
const BACKEND = 1;
const NAME = 3;
const PORT = 18;

/**
 * What the running worker knows of the instances that the next one has too.
 *
 * HAProxy takes over the port of a line with the name of a server, whatever the configuration says: an instance that got a new
 * port under its old name would never be found.
 */
export function stateOf(spec: Pick<RouterSpec, "releases" | "servers">, shown: string): string {
    const kept = new Set(
        COLORS.flatMap((color) =>
            Object.entries(spec.servers[color] ?? {}).flatMap(([tier, servers]) =>
                servers.map(({ name, port }) => `${backendName(tier, spec.releases[color] ?? "")} ${name} ${port}`),
            ),
        ),
    );
    const lines = shown.split("\n").filter((line) => {
        const words = line.split(" ");
        return line.startsWith("#") || kept.has(`${words[BACKEND]} ${words[NAME]} ${words[PORT]}`);
    });
    return `${NO_STATE}${lines.map((line) => `${line}\n`).join("")}`;
}
