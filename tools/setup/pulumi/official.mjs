import { mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { checksumFor, sha256Of } from "../checksums.mjs";
import { downloadFile, downloadText } from "../download.mjs";
import { run } from "../run.mjs";
import { PULUMI_VERSION } from "./versions.mjs";

const RELEASES = "https://get.pulumi.com/releases/sdk";
const GITHUB = `https://github.com/pulumi/pulumi/releases/download/v${PULUMI_VERSION}`;

/** Where the official release for a system is; undefined when there is none. */
export function officialRelease(platform, arch) {
    if (!["linux", "darwin"].includes(platform) || !["x64", "arm64"].includes(arch)) return undefined;
    return {
        archive: `${RELEASES}/pulumi-v${PULUMI_VERSION}-${platform}-${arch}.tar.gz`,
        checksums: [RELEASES, GITHUB].map((place) => `${place}/pulumi-${PULUMI_VERSION}-checksums.txt`),
    };
}

/** Downloads a release, checks its SHA-256 and unpacks it into `folder`/bin; a failure leaves nothing there. */
export async function downloadOfficial({ archive, checksums }, folder, onBytes) {
    const work = join(folder, "download");
    mkdirSync(work);
    try {
        const name = basename(new URL(archive).pathname);
        const expected = checksumFor(await firstText(checksums), name);
        if (expected === undefined) throw new Error(`${name}: the release's checksums file does not name it`);
        const file = join(work, name);
        await downloadFile(archive, file, onBytes);
        const actual = await sha256Of(file);
        if (actual !== expected) throw new Error(`${archive}: SHA-256 is ${actual}, the release says ${expected}`);
        await run("tar", ["-xzf", file, "-C", work]);
        renameSync(join(work, "pulumi"), join(folder, "bin"));
    } finally {
        rmSync(work, { recursive: true, force: true });
    }
}

async function firstText([url, ...others]) {
    try {
        return await downloadText(url);
    } catch (error) {
        if (others.length === 0) throw error;
        return firstText(others);
    }
}
