import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InstanceSetSpec } from "../../components/haproxy/runtime/instances";
import { identify } from "../../components/haproxy/runtime/process";
import { until } from "../../components/haproxy/runtime/wait";

/** An app that keeps the HTTP contract as far as starting needs it, and breaks it where SAMPLE_... says so. */
const APP = `
const { writeFileSync } = require("node:fs");
const { SAMPLE_PIDS, SAMPLE_EXIT, SAMPLE_STATUS, SAMPLE_RELEASE, SAMPLE_DEAF, PORT, HOST, RELEASE } = process.env;
if (SAMPLE_PIDS) writeFileSync(SAMPLE_PIDS + "/" + process.pid, "");
console.log("sample " + RELEASE + " starts");
if (SAMPLE_DEAF) process.on("SIGTERM", () => console.log("asked to end"));
if (SAMPLE_EXIT && SAMPLE_EXIT.startsWith(RELEASE)) {
    for (let line = 1; line <= 20; line++) console.error("\\u001b[31mtrouble " + line + "\\u001b[0m");
    process.exit(3);
}
require("node:http").createServer((request, response) => {
    if (SAMPLE_RELEASE !== "none") response.setHeader("X-Release", SAMPLE_RELEASE || RELEASE);
    response.statusCode = Number(SAMPLE_STATUS || 200);
    response.end(JSON.stringify(process.env));
}).listen(Number(PORT), HOST);
`;

/** A temp folder with the sample app in it, and what it takes to end every process started from it. */
export class Sample {
    readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "blue-green-")));
    readonly app = join(this.folder, "app.js");
    private readonly pidFolder = join(this.folder, "pids");

    constructor() {
        mkdirSync(this.pidFolder);
        writeFileSync(this.app, APP);
    }

    /** The state folder of the app. */
    get state(): string {
        return join(this.folder, "state");
    }

    /** Pids of all sample apps that ever ran here. */
    get pids(): number[] {
        return readdirSync(this.pidFolder).map(Number);
    }

    /** Pids of those that run now. */
    get running(): number[] {
        return this.pids.filter((pid) => identify(pid) && this.owns(pid));
    }

    spec(changes: Partial<InstanceSetSpec> = {}): InstanceSetSpec {
        return {
            folder: this.state,
            tier: "backend",
            color: "green",
            release: "v2",
            command: [process.execPath, this.app],
            cwd: this.folder,
            instances: 1,
            healthPath: "/healthz",
            startSeconds: 20,
            stopSeconds: 5,
            ...changes,
            env: { SAMPLE_PIDS: this.pidFolder, ...changes.env },
        };
    }

    /** Ends what still runs, and removes the folder. */
    async close(): Promise<void> {
        this.running.forEach(endGroup);
        await until(10, () => (this.running.length === 0 ? true : undefined));
        rmSync(this.folder, { recursive: true, force: true });
    }

    private owns(pid: number): boolean {
        return execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).includes(this.folder);
    }
}

/** Ends a test's process and its group at once, without the code that is tested. */
export function endGroup(pid: number): void {
    for (const target of [-pid, pid]) {
        try {
            process.kill(target, "SIGKILL");
        } catch {
            // It has ended.
        }
    }
}
