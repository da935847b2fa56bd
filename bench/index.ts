import { writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { benchAws } from "./aws";
import { benchCommand } from "./command";
import { type Figure, tableOf } from "./figure";
import { benchKubernetes } from "./kubernetes";
import { benchMemory } from "./memory";
import { readOptions, USAGE } from "./options";
import { benchPreview } from "./preview";
import { benchRouter } from "./router";
import { VISITORS } from "./router/requests";
import { benchSwitch } from "./switch";

const say = (text: string) => console.error(`[bench] ${text}`);

async function main(args: readonly string[]): Promise<void> {
    const { json, only, rounds, help } = readOptions(args);
    if (help) {
        console.log(USAGE);
        return;
    }
    const figures: Figure[] = [];
    const before = loadavg()[0] ?? 0;
    if (only.includes("switch")) figures.push(...(await benchSwitch(rounds, say)));
    if (only.includes("command")) figures.push(...(await benchCommand(rounds, say)));
    if (only.includes("router")) figures.push(...(await benchRouter(rounds, VISITORS, say)));
    if (only.includes("memory")) figures.push(...(await benchMemory(say)));
    if (only.includes("preview")) figures.push(...(await benchPreview(Math.min(rounds, 3), say)));
    if (only.includes("aws")) figures.push(...(await benchAws(Math.min(rounds, 3), say)));
    if (only.includes("kubernetes")) figures.push(...(await benchKubernetes(Math.min(rounds, 3), say)));
    console.log(tableOf(figures));
    const load = [before, loadavg()[0] ?? 0].map((one) => Number(one.toFixed(1)));
    say(`load average of the machine before and after: ${load.join(" and ")}`);
    if (json) {
        const machine = { cpus: cpus().length, load, node: process.version, date: new Date().toISOString() };
        writeFileSync(json, `${JSON.stringify({ machine, rounds, figures }, null, 2)}\n`);
    }
}

main(process.argv.slice(2)).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = error.message.startsWith("--") ? 2 : 1;
});
