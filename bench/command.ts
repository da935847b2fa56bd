import { join } from "node:path";
import { PulumiStack, ROOT } from "../tools/stack/pulumiStack";
import { type Figure, figure } from "./figure";
import { Floor } from "./floor";
import { lastOldAnswer } from "./lastOldAnswer";
import { sample } from "./statistics";

const BIN = join(ROOT, "dist/cli/bin.js");

/** What the command `blue-green` adds: `status` beside `pulumi stack output`, and `rollback` from the key press on beside the floor. */
export async function benchCommand(rounds: number, say: (text: string) => void): Promise<Figure[]> {
    const config = { greenRelease: "v2", active: "green", epoch: "1" };
    const stack = await PulumiStack.create({ name: `command-${process.pid}`, config });
    const floor = await Floor.create();
    try {
        await stack.mustUp();
        const url = (await stack.outputs()).url ?? "";
        const type = async (command: string) => {
            const { code, stdout, stderr } = await stack.shell(command);
            if (code !== 0) throw new Error(`${command} ended with exit code ${code}\n${stdout}\n${stderr}`);
        };
        const seconds = async (command: string) => {
            const start = Date.now();
            await type(command);
            return (Date.now() - start) / 1000;
        };
        const looks: number[] = [];
        const outputs: number[] = [];
        const rollbacks: number[] = [];
        const floors: number[] = [];
        for (let round = 1; round <= rounds; round++) {
            say(`command: round ${round} of ${rounds}`);
            outputs.push(await seconds("pulumi stack output"));
            looks.push(await seconds(`node ${BIN} status`));
            await type(`node ${BIN} switch --yes`);
            floors.push(await floor.change());
            rollbacks.push(await lastOldAnswer(url, "v1", () => type(`node ${BIN} rollback --yes`)));
        }
        return [
            figure(
                "blue-green status",
                "s",
                sample(looks),
                "pulumi stack output",
                sample(outputs),
                "ours at most 1 s more",
            ),
            figure(
                "blue-green rollback, to the last old answer",
                "s",
                sample(rollbacks),
                "pulumi up of one dynamic resource",
                sample(floors),
                "at most 1.25",
            ),
        ];
    } finally {
        await stack.dispose();
        await floor.dispose();
    }
}
