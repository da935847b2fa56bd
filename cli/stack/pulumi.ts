import { spawn } from "node:child_process";
import { failed, interrupted } from "../failure";
import { failureOf } from "./errors";

/** How the `pulumi` command is run. */
export interface PulumiOptions {
    readonly folder: string;
    readonly signal: AbortSignal;
}

/** Runs one quick `pulumi` command that asks nobody, and answers with what it printed. Error: a Failure of one clear line. */
export function runPulumi(args: readonly string[], { folder, signal }: PulumiOptions): Promise<string> {
    return new Promise((resolve, reject) => {
        const child = spawn("pulumi", [...args, "--non-interactive"], {
            cwd: folder,
            env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
            stdio: ["ignore", "pipe", "pipe"],
        });
        const said = { stdout: "", stderr: "" };
        child.stdout.on("data", (data: Buffer) => {
            said.stdout += data;
        });
        child.stderr.on("data", (data: Buffer) => {
            said.stderr += data;
        });
        child.on("error", (error: NodeJS.ErrnoException) =>
            reject(
                error.code === "ENOENT"
                    ? failed("pulumi: not found on PATH; install it: https://www.pulumi.com/docs/install/")
                    : failed(`pulumi: cannot be run (${error.message})`),
            ),
        );
        child.on("close", (code) => {
            if (code === 0) resolve(said.stdout);
            else if (signal.aborted) reject(interrupted());
            else reject(failureOf(said.stderr || said.stdout));
        });
    });
}
