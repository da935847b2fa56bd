import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Cluster } from "./cluster";

const run = promisify(execFile);
const SERVER = join(__dirname, "../contractServer.mjs");

/** Builds an image of the contract app with these flags, pushes it, and answers it by digest. */
export async function contractImage({ facts }: Cluster, ...flags: string[]): Promise<string> {
    const folder = mkdtempSync(join(tmpdir(), "bg-image-"));
    const env = { ...process.env, ...facts.docker };
    const docker = (...args: string[]) => run("docker", args, { env });
    const name = `${facts.registry}/contract`;
    try {
        const lines = [
            `FROM ${facts.baseImage}`,
            "WORKDIR /app",
            "COPY contractServer.mjs ./",
            "USER 1000:1000",
            `CMD ${JSON.stringify(["node", "contractServer.mjs", ...flags])}`,
        ];
        writeFileSync(join(folder, "Dockerfile"), `${lines.join("\n")}\n`);
        await copyFile(SERVER, join(folder, "contractServer.mjs"));
        const { stdout } = await docker("build", "--quiet", folder);
        const id = stdout.trim();
        const tag = `${name}:${id.slice("sha256:".length, 23)}`;
        await docker("tag", id, tag);
        await docker("push", "--quiet", tag);
        const digests = await docker("image", "inspect", "--format", "{{range .RepoDigests}}{{println .}}{{end}}", tag);
        const digest = digests.stdout.split("\n").find((line) => line.startsWith(`${name}@`));
        if (!digest) throw new Error(`${tag}: the registry gave it no digest`);
        return digest;
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}
