import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

const SUPPORT = join(__dirname, "..");

/** PATH with the stand-in for a provider plugin in front, whatever else there is. */
export function pathWithStandIn(name: string, environment = process.env): string {
    return [join(SUPPORT, name, "plugin/bin"), environment.PATH].join(delimiter);
}

/** PATH on which Pulumi finds a provider plugin: the real one where it is on PATH or installed in this version, else the stand-in. */
export function pathWithPlugin(name: string, version: string, environment = process.env): string {
    return hasPlugin(name, version, environment) ? (environment.PATH ?? "") : pathWithStandIn(name, environment);
}

/** Whether the real provider plugin is there. */
export function hasPlugin(name: string, version: string, { PATH = "", PULUMI_HOME, HOME }: NodeJS.ProcessEnv): boolean {
    const home = PULUMI_HOME || join(HOME || homedir(), ".pulumi");
    if (existsSync(join(home, "plugins", `resource-${name}-v${version}`))) return true;
    const folders = PATH.split(delimiter).filter((folder) => folder !== "" && !folder.startsWith(SUPPORT));
    return folders.some((folder) => existsSync(join(folder, `pulumi-resource-${name}`)));
}
