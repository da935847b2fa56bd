import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ImageInputs } from "./inputs";

const run = promisify(execFile);

/** Builds an image with the real Docker engine and pushes it; its name by digest, or its id when it is not pushed. */
export async function build(image: ImageInputs, isPreview: boolean): Promise<string> {
    const { imageName, skipPush, registry } = image;
    const folder = registry?.username ? mkdtempSync(join(tmpdir(), "bg-docker-")) : undefined;
    const env = { ...process.env, ...(folder ? { DOCKER_CONFIG: folder } : {}) };
    const docker = (...args: string[]) => run("docker", args, { env, maxBuffer: 64 * 1024 * 1024 });
    try {
        if (registry?.username) await login(registry, env);
        await docker("build", ...optionsOf(image), image.build.context);
        const { stdout: id } = await docker("image", "inspect", "--format", "{{.Id}}", imageName);
        if (skipPush || isPreview) return id.trim();
        await docker("push", imageName);
        const format = "{{range .RepoDigests}}{{println .}}{{end}}";
        const { stdout } = await docker("image", "inspect", "--format", format, imageName);
        const repository = imageName.replace(/:[^:/]*$/, "");
        return stdout.split("\n").find((name) => name.startsWith(`${repository}@`)) ?? id.trim();
    } catch (error) {
        throw new Error((error as { stderr?: string }).stderr || (error as Error).message);
    } finally {
        if (folder) rmSync(folder, { recursive: true, force: true });
    }
}

function optionsOf({
    imageName,
    build: { dockerfile, platform, target, args = {}, cacheFrom },
}: ImageInputs): string[] {
    return [
        ...["--tag", imageName, "--file", dockerfile, "--platform", platform],
        ...(target ? ["--target", target] : []),
        ...Object.entries(args).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
        ...(cacheFrom?.images ?? []).flatMap((one) => ["--cache-from", one]),
    ];
}

/** By stdin, so that no process list shows it. */
async function login(registry: NonNullable<ImageInputs["registry"]>, env: NodeJS.ProcessEnv): Promise<void> {
    const { server = "", username = "", password = "" } = registry;
    const logged = run("docker", ["login", "--username", username, "--password-stdin", server], { env });
    logged.child.stdin?.end(password);
    await logged;
}
