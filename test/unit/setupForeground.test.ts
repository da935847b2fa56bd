import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const MODULE = join(__dirname, "../../tools/setup/foreground.mjs");

/** Runs a script as the set-up runs its command; sends `signal` once the script says "up". SIGUSR2 stops it from outside. */
async function foreground(script: string, signal?: NodeJS.Signals) {
    const source = `
        const { runForeground } = await import(${JSON.stringify(MODULE)});
        const stop = new AbortController();
        process.once("SIGUSR2", () => stop.abort());
        const args = ["-e", process.argv[1]];
        process.exitCode = await runForeground(process.execPath, args, { stop: stop.signal });
    `;
    // No terminal anywhere: with one, Ctrl-C reaches the command without help.
    const child = spawn(process.execPath, ["--input-type=module", "-e", source, script], {
        stdio: ["ignore", "pipe", "ignore"],
    });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
        if (signal && !output.includes("up") && (output + text).includes("up")) child.kill(signal);
        output += text;
    });
    const [code] = await once(child, "close");
    return { code, output };
}

const cleansUp = (signal: string) => `
    let count = 0;
    process.on("${signal}", () => {
        count += 1;
        setTimeout(() => { console.log("cleaned up after " + count); process.exit(5); }, 200);
    });
    setInterval(() => {}, 1000);
    console.log("up");
`;

test("the command's exit code is passed on", async () => {
    expect(await foreground("process.exit(3)")).toEqual({ code: 3, output: "" });
});

test("a command that a signal ended gives the shell's code for it", async () => {
    expect(await foreground('process.kill(process.pid, "SIGKILL")')).toEqual({ code: 137, output: "" });
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "%s reaches the command once, which may clean up",
    async (signal) => {
        expect(await foreground(cleansUp(signal), signal)).toEqual({ code: 5, output: "up\ncleaned up after 1\n" });
    },
);

test("a command can be stopped from outside, and may clean up then too", async () => {
    const stopped = await foreground(cleansUp("SIGTERM"), "SIGUSR2");
    expect(stopped).toEqual({ code: 5, output: "up\ncleaned up after 1\n" });
});
