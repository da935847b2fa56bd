import { randomBytes } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import { failures, type Provider, progress } from "../../dynamic/provider";
import { type Mistake, mistake } from "../../release";
import { files } from "../config/spec";
import { readJson, writeJson } from "../runtime/files";
import { readRecords } from "../runtime/instanceRecords";
import { reapOrphans } from "../runtime/instances";
import { freePorts } from "../runtime/ports";
import { isAlive, type ProcessIdentity } from "../runtime/process";
import { stopRouter } from "../runtime/router";

/** Inputs of the state folder. */
export interface FolderInputs {
    readonly app: string;
    readonly project: string;
    readonly stack: string;
    /** Absolute path; empty for the default below the user's state folder. */
    readonly path: string;
    /** Undefined for a free one. */
    readonly statsPort: number | undefined;
}

/** The folder as made. */
export interface FolderOutputs extends FolderInputs {
    readonly statsPort: number;
    readonly owner: string;
}

/** Longest path of a Unix socket on Linux, 107 bytes, less the longest name below the folder. */
const LONGEST = 107 - "/run/haproxy.sock.12345.tmp".length;

/** Time that an instance without a route has to end. */
const GRACE_SECONDS = 5;

const ownerFile = (path: string) => join(path, "owner.json");

/** A folder of the app's own, so that nothing else on the machine is touched. */
export const folderProvider: Provider<FolderInputs, FolderOutputs> = {
    async check(olds, news) {
        const path = news.path || olds?.path || defaultPath(news);
        const wrong = problem(path);
        return { inputs: { ...news, path }, failures: failures(wrong ? [wrong] : []) };
    },
    async diff(_id, olds, news) {
        const moved = olds.path !== news.path;
        const gone = readJson<{ owner: string }>(ownerFile(olds.path))?.owner !== olds.owner;
        const port = news.statsPort !== undefined && news.statsPort !== olds.statsPort;
        return { changes: moved || gone || port, replaces: moved ? ["path"] : [] };
    },
    async create(inputs) {
        const { path } = inputs;
        if (existsSync(ownerFile(path)) && running(path).length > 0) {
            throw new Error(
                `stateFolder: ${path} belongs to another stack whose processes run (${running(path).join(", ")}); ` +
                    "allowed: a folder of this app's own; set stateFolder to another path, or destroy that stack",
            );
        }
        const owner = randomBytes(8).toString("hex");
        return { id: owner, outs: await make(inputs, owner) };
    },
    async read(id, props) {
        const kept = readJson<{ owner: string }>(ownerFile(props.path))?.owner === id;
        return kept ? { id, props } : { id: "", props: undefined };
    },
    async update(id, olds, news) {
        return { outs: await make({ ...news, statsPort: news.statsPort ?? olds.statsPort }, id) };
    },
    async delete(id, props) {
        if (readJson<{ owner: string }>(ownerFile(props.path))?.owner !== id) return;
        // The folder goes last: what still runs was started by an update that was killed before it could say so.
        await stopRouter(props.path);
        await reapOrphans(props.path, [], GRACE_SECONDS, progress);
        rmSync(props.path, { recursive: true, force: true });
        // Those above a folder that was given are its owner's.
        if (props.path === defaultPath(props)) removeEmptyParents(dirname(props.path), 2);
    },
};

async function make(inputs: FolderInputs, owner: string): Promise<FolderOutputs> {
    const { path } = inputs;
    for (const part of ["run", "logs", "instances"]) makeFolder(join(path, part), path);
    const statsPort = inputs.statsPort ?? (await freePorts("127.0.0.1", 1))[0] ?? 0;
    writeJson(ownerFile(path), { owner, project: inputs.project, stack: inputs.stack, app: inputs.app });
    return { ...inputs, statsPort, owner };
}

/** Makes a folder and those above it, one by one: where a file system takes no folders, Node's own `recursive` never ends. */
function makeFolder(path: string, stateFolder: string): void {
    if (existsSync(path)) return;
    makeFolder(dirname(path), stateFolder);
    try {
        mkdirSync(path, { mode: 0o700 });
    } catch (error) {
        const rule = `must be a folder that can be made (${(error as Error).message})`;
        const { where, text } = mistake("stateFolder", rule, stateFolder, "set another folder");
        throw new Error(`${where}: ${text}`);
    }
}

function defaultPath({ project, stack, app }: FolderInputs): string {
    const base = process.env.XDG_STATE_HOME || join(homedir(), ".local", "state");
    return join(base, "blue-green", project, stack, app);
}

/** What is wrong with a path, before anything is made. */
function problem(path: string): Mistake | undefined {
    if (!isAbsolute(path)) return mistake("stateFolder", "must be an absolute path", path);
    if (!/^[\w./@+~-]+$/.test(path)) {
        return mistake("stateFolder", "must be made of letters, digits and . _ / @ + ~ -", path, "set another folder");
    }
    if (Buffer.byteLength(path) > LONGEST) {
        const rule = `must be at most ${LONGEST} bytes long, since Unix sockets live below it`;
        return mistake("stateFolder", rule, path, "set a shorter one");
    }
    let existing = path;
    while (!existsSync(existing)) existing = dirname(existing);
    if (!statSync(existing).isDirectory()) {
        const rule = `must be writable for the user who runs pulumi, but ${existing} is no folder`;
        return mistake("stateFolder", rule, path, "set another folder");
    }
    try {
        accessSync(existing, constants.W_OK | constants.X_OK);
        return undefined;
    } catch {
        const rule = `must be writable for the user who runs pulumi, but ${existing} is not`;
        return mistake("stateFolder", rule, path, `set another folder, or run: sudo chown -R "$USER" ${existing}`);
    }
}

/** Processes of an app that are alive. */
function running(path: string): string[] {
    const router = readJson<ProcessIdentity>(files(path).process);
    return [
        ...(router && isAlive(router) ? [`router pid ${router.pid}`] : []),
        ...readRecords(path).flatMap(({ instances }) => instances.filter(isAlive).map(({ pid }) => `pid ${pid}`)),
    ];
}

function removeEmptyParents(path: string, levels: number): void {
    if (levels === 0 || !existsSync(path) || readdirSync(path).length > 0) return;
    rmSync(path, { recursive: true });
    removeEmptyParents(dirname(path), levels - 1);
}
