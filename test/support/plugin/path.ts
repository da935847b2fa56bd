import { join } from "node:path";

/** PATH with the stand-in for a provider plugin in front. */
export function pathWithStandIn(name: string): string {
    return `${join(__dirname, `../${name}/plugin/bin`)}:${process.env.PATH}`;
}
