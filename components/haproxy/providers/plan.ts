import { existsSync } from "node:fs";
import { failures, hasUnknown, type Provider, sameJson } from "../../dynamic/provider";
import { readStatus } from "../../gate/status";
import { type Color, type Mistake, mistake, type Releases, refusals, type Wanted, withKey } from "../../release";
import { files, type RouterSpec } from "../config/spec";
import { readJson } from "../runtime/files";
import { findHaproxy } from "../runtime/haproxy";
import { isPortFree, listenerOf } from "../runtime/ports";
import { findCommand } from "../runtime/process";
import { readRouter } from "../runtime/router";
import { readLive } from "../runtime/traffic";

/** What starts the instances of a tier of a release. */
export interface PlannedCommand {
    /** The argument that holds it, e.g. `green.commands.backend`. */
    readonly where: string;
    readonly command: readonly string[];
    readonly cwd: string;
}

/** What an update is about to do, in plain values. */
export interface PlanInputs {
    readonly app: string;
    readonly folder: string;
    readonly statusUrl: string;
    readonly epoch: number;
    readonly releases: Releases;
    readonly pins?: Wanted["pins"];
    readonly drain: { readonly deadlineMinutes: number; readonly force: boolean };
    readonly listen: { readonly address: string; readonly port: number };
    readonly certificateFile: string;
    readonly commands: readonly PlannedCommand[];
    /** Config keys behind the arguments, so that a refusal names what the operator typed. */
    readonly keys: Readonly<Record<string, string>>;
}

/**
 * Comes before everything else and refuses what would hurt: in the preview and in the update, before a process is started or a
 * route is changed. It trusts what the router really serves, not what an earlier update meant to do.
 */
export const planProvider: Provider<PlanInputs, PlanInputs> = {
    async check(_olds, news) {
        if (hasUnknown(news.folder)) return { inputs: news, failures: failures(await preflight(news, undefined)) };
        const found = [...(await preflight(news, news.folder)), ...(await transition(news))];
        return { inputs: news, failures: failures(found.map((one) => withKey(one, news.keys))) };
    },
    async diff(_id, olds, news) {
        return { changes: !sameJson(pick(olds), pick(news)) };
    },
    async create(inputs) {
        return { id: inputs.app, outs: inputs };
    },
    async read(id, props) {
        return { id, props };
    },
    async update(_id, _olds, news) {
        return { outs: news };
    },
    async delete() {},
};

/** The inputs alone: what the engine hands over as olds has more fields. */
function pick({
    app,
    folder,
    statusUrl,
    epoch,
    releases,
    pins,
    drain,
    listen,
    certificateFile,
    commands,
    keys,
}: PlanInputs): PlanInputs {
    return { app, folder, statusUrl, epoch, releases, pins, drain, listen, certificateFile, commands, keys };
}

async function transition(news: PlanInputs): Promise<Mistake[]> {
    const live = readLive(news.folder);
    const status = live ? await readStatus(news.statusUrl) : undefined;
    const census = (color: Color) => {
        const now = status?.colors[color];
        return now && now.visitors + now.addresses;
    };
    return refusals(live, news, census, Date.now());
}

async function preflight(
    { listen, certificateFile, commands }: PlanInputs,
    folder: string | undefined,
): Promise<Mistake[]> {
    const mistakes: Mistake[] = [];
    if (process.platform !== "linux") {
        mistakes.push(
            mistake("target", "haproxy runs on Linux only", process.platform, "run pulumi on a Linux machine"),
        );
        return mistakes;
    }
    try {
        findHaproxy();
    } catch (error) {
        const [where, ...text] = (error as Error).message.split(": ");
        mistakes.push({ where: where ?? "haproxy", text: text.join(": ") });
    }
    mistakes.push(...commands.flatMap(unusable));
    if (certificateFile && !existsSync(certificateFile)) {
        mistakes.push(mistake("certificateFile", "must be a PEM file that exists", certificateFile));
    }
    if (!(await ours(folder, listen)) && !(await isPortFree(listen.address, listen.port))) {
        const who = listenerOf(listen.port);
        const rule = `must be a free port on ${listen.address}, but ${who ?? "another process"} listens there`;
        mistakes.push(mistake("port", rule, listen.port, "stop what listens there, or set another port"));
    }
    return mistakes;
}

/** What is wrong with a command, before any instance of any tier is started. */
function unusable({ where, command, cwd }: PlannedCommand): Mistake[] {
    if (!existsSync(cwd)) return [mistake(`${where}.cwd`, "must be a folder that exists", cwd)];
    const [program = ""] = command;
    if (findCommand(program, cwd, process.env.PATH)) return [];
    const rule = "must be a program on PATH or a path to one";
    return [mistake(`${where}.command`, rule, program, "install it, or correct the command")];
}

/** Whether our own router has the address already. */
async function ours(folder: string | undefined, listen: PlanInputs["listen"]): Promise<boolean> {
    if (!folder) return false;
    const spec = readJson<RouterSpec>(files(folder).spec);
    if (spec && !sameJson(spec.listen, listen)) return false;
    return (await readRouter(folder)).process !== undefined;
}
