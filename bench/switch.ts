import { PulumiStack } from "../tools/stack/pulumiStack";
import { type Figure, figure } from "./figure";
import { Floor } from "./floor";
import { lastOldAnswer } from "./lastOldAnswer";
import { sample } from "./statistics";

const AIM = "at most 1.25";

/** Switch and rollback: from starting `pulumi up` to the last old answer that a new visitor gets, beside the floor. */
export async function benchSwitch(rounds: number, say: (text: string) => void): Promise<Figure[]> {
    const stack = await PulumiStack.create({ name: `bench-${process.pid}`, config: { greenRelease: "v2" } });
    const floor = await Floor.create();
    try {
        await stack.mustUp();
        const url = (await stack.outputs()).url ?? "";
        const change = async (active: string, old: string) => {
            await stack.set({ active });
            return lastOldAnswer(url, old, () => stack.mustUp());
        };
        const switches: number[] = [];
        const rollbacks: number[] = [];
        const floors: number[] = [];
        for (let round = 1; round <= rounds; round++) {
            say(`switch: round ${round} of ${rounds}`);
            floors.push(await floor.change());
            switches.push(await change("green", "v1"));
            floors.push(await floor.change());
            rollbacks.push(await change("blue", "v2"));
        }
        const least = sample(floors);
        const name = "pulumi up of one dynamic resource";
        return [
            figure("switch, to the last old answer", "s", sample(switches), name, least, AIM),
            figure("rollback, to the last old answer", "s", sample(rollbacks), name, least, AIM),
        ];
    } finally {
        await stack.dispose();
        await floor.dispose();
    }
}
