import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { request as ask } from "node:http";
import { request as askSecurely } from "node:https";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** A program of the cluster, that can be ended and started again. */
export class Component {
    constructor({ name, command, ready, startMs }, logs) {
        this.name = name;
        this.command = command;
        this.ready = ready;
        this.startMs = startMs;
        this.log = join(logs, `${name}.log`);
        this.hasAnswered = false;
    }

    get isRunning() {
        return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
    }

    get isServing() {
        return this.isRunning && this.hasAnswered;
    }

    /** Starts it and waits until it answers. Error: it ended, or does not answer in time; with its last words. */
    async start() {
        if (this.isRunning) return;
        const [program, ...args] = this.command;
        const log = openSync(this.log, "a");
        this.child = spawn(program, args, { stdio: ["ignore", log, log], argv0: this.name });
        closeSync(log);
        this.hasAnswered = false;
        let failure;
        this.child.once("error", (error) => (failure = error.message));
        const deadline = Date.now() + this.startMs;
        do {
            await sleep(this.ready === undefined ? 50 : 100);
            if (failure !== undefined) throw new Error(`${this.name}: cannot be run: ${failure}`);
            if (!this.isRunning) throw new Error(`${this.name}: ended as soon as it started:\n${this.lastWords()}`);
            this.hasAnswered = this.ready === undefined || (await answers(this.ready));
            if (this.hasAnswered) return;
        } while (Date.now() < deadline);
        throw new Error(`${this.name}: does not answer at ${this.ready}:\n${this.lastWords()}`);
    }

    /** Ends it; `SIGKILL` gives it no chance to tell anybody. */
    async stop(signal = "SIGTERM") {
        if (!this.isRunning) return;
        const ended = new Promise((resolve) => this.child.once("exit", resolve));
        this.child.kill(signal);
        const kill = setTimeout(() => this.child.kill("SIGKILL"), 10_000);
        await ended;
        clearTimeout(kill);
    }

    lastWords() {
        return readFileSync(this.log, "utf8").trimEnd().split("\n").slice(-12).join("\n");
    }
}

function answers(url) {
    const send = url.startsWith("https:") ? askSecurely : ask;
    return new Promise((resolve) => {
        // Its certificate is made at its first start: nothing can know it yet.
        const request = send(url, { rejectUnauthorized: false, timeout: 2000 }, (response) => {
            response.resume();
            resolve(response.statusCode === 200);
        });
        request.once("timeout", () => request.destroy());
        request.once("error", () => resolve(false));
        request.end();
    });
}
