import { chmodSync, existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { cacheFolder, fillFolder, lockFile } from "../cache.mjs";
import { SetupError } from "../failure.mjs";
import { findGo } from "../goBuild.mjs";
import { underLock } from "../lock.mjs";
import { findExecutable, isExecutable, splitPath } from "../paths.mjs";
import { say, sayWhile } from "../progress.mjs";
import { buildFromGo, PULUMI_MODULES } from "../pulumi/fromGo.mjs";
import { downloadOfficial, officialRelease } from "../pulumi/official.mjs";
import { PULUMI_MINIMUM, PULUMI_VERSION } from "../pulumi/versions.mjs";
import { run } from "../run.mjs";
import { isAtLeast, parseVersion } from "../versions.mjs";

const LANGUAGE_HOST = "pulumi-language-nodejs";
const DYNAMIC_PROVIDER = "pulumi-resource-pulumi-nodejs";
const QUIET = { PULUMI_SKIP_UPDATE_CHECK: "true" };
const OFFICIAL_INSTALL = "curl -fsSL https://get.pulumi.com | sh";

/** A Pulumi CLI with its Node language host: on PATH, else cached, else downloaded, else built from Go modules. */
export async function ensurePulumi(context) {
    const file = (await installed(context.env)) ?? (await cached(context));
    const folder = dirname(file);
    const first = [folder];
    // A CLI built from Go modules brings no host for dynamic providers; the SDK's script is one.
    if (!isExecutable(join(folder, DYNAMIC_PROVIDER))) first.push(sdkFolder(context.root));
    return { first, variables: QUIET };
}

async function installed(env) {
    const folders = splitPath(env.PATH);
    const file = findExecutable(["pulumi"], [...folders, join(env.HOME || homedir(), ".pulumi/bin")]);
    if (file === undefined) return undefined;
    const version = await versionOf(file, env);
    if (!isAtLeast(version, PULUMI_MINIMUM)) {
        say(`pulumi ${version || "without a version"} at ${file} is older than ${PULUMI_MINIMUM}: not used`);
        return undefined;
    }
    if (findExecutable([LANGUAGE_HOST], [dirname(file), ...folders]) === undefined) {
        say(`pulumi ${version} at ${file} has no ${LANGUAGE_HOST} beside it or on PATH: not used`);
        return undefined;
    }
    say(`pulumi ${version} found: ${file}`);
    return file;
}

async function cached(context) {
    const target = join(cacheFolder(), `pulumi-${PULUMI_VERSION}-${process.platform}-${process.arch}`);
    const file = join(target, "bin/pulumi");
    if (!(await works(file, context.env))) {
        await underLock(lockFile("pulumi"), "Pulumi CLI", async () => {
            if (!(await works(file, context.env))) await fillFolder(target, (folder) => fetchOrBuild(context, folder));
        });
    }
    say(`pulumi ${PULUMI_VERSION} found: ${file}`);
    return file;
}

async function works(file, env) {
    return existsSync(file) && (await versionOf(file, env)) === PULUMI_VERSION;
}

async function versionOf(file, env) {
    const text = await run(file, ["version"], { env: { ...env, ...QUIET }, timeoutMs: 30_000 }).catch(() => "");
    return parseVersion(text)?.join(".") ?? "";
}

async function fetchOrBuild(context, folder) {
    const refused = await download(folder);
    if (refused === undefined) return;
    const { go, version, reason } = await findGo(context, PULUMI_MODULES);
    if (go === undefined) {
        throw new SetupError(`pulumi: not found on PATH; ${refused}; ${reason}; run: ${OFFICIAL_INSTALL}`);
    }
    say(refused);
    let step = "";
    await sayWhile(
        `building the Pulumi CLI ${PULUMI_VERSION} with Go ${version}, once a machine (about 5 minutes on 2 cores)`,
        () => buildFromGo(context, go, folder, (text) => (step = text)),
        () => step,
    );
}

/** Answers why there is no official CLI to be had, or undefined when it is in `folder`. */
async function download(folder) {
    const release = officialRelease(process.platform, process.arch);
    if (release === undefined) return `no official Pulumi CLI for ${process.platform} ${process.arch}`;
    let bytes = 0;
    try {
        await sayWhile(
            `downloading the Pulumi CLI ${PULUMI_VERSION}`,
            () => downloadOfficial(release, folder, (count) => (bytes = count)),
            () => `${Math.round(bytes / 1e6)} MB`,
        );
        return undefined;
    } catch (error) {
        return `the official Pulumi CLI cannot be downloaded (${error.message})`;
    }
}

function sdkFolder(root) {
    const folder = join(root, "node_modules/@pulumi/pulumi");
    chmodSync(join(folder, DYNAMIC_PROVIDER), 0o755);
    return folder;
}
