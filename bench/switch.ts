import { setTimeout as sleep } from "node:timers/promises";
import { ask, freshAddress } from "../components/gate/http";
import { PulumiStack } from "../tools/stack/pulumiStack";
import { type Figure, figure } from "./figure";
import { Floor } from "./floor";
import { sample } from "./statistics";

const AIM = "at most 1.25";

/** Switch and rollback: from starting `pulumi up` to the last old answer that a new visitor gets, beside the floor. */
export async function benchSwitch(rounds: number, say: (text: string) => void): Promise<Figure[]> {
    const stack = await PulumiStack.create({ name: `bench-${process.pid}`, config: { greenRelease: "v2" } });
    const floor = await Floor.create();
    try {
        await stack.mustUp();
        const url = (await stack.outputs()).url ?? "";
        const switches: number[] = [];
        const rollbacks: number[] = [];
        const floors: number[] = [];
        for (let round = 1; round <= rounds; round++) {
            say(`switch: round ${round} of ${rounds}`);
            floors.push(await floor.change());
            switches.push(await lastOldAnswer(stack, url, "green", "v1"));
            floors.push(await floor.change());
            rollbacks.push(await lastOldAnswer(stack, url, "blue", "v2"));
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

/** Makes a color live while new visitors arrive all the time; when the last of them got the old release, in seconds. */
async function lastOldAnswer(stack: PulumiStack, url: string, active: string, old: string): Promise<number> {
    await stack.set({ active });
    const start = Date.now();
    let last = start;
    let done = false;
    const visitors = async () => {
        while (!done) {
            const { headers } = await ask(`${url}/api/whoami`, { localAddress: freshAddress(url) });
            if (headers["x-release"] === old) last = Date.now();
            await sleep(5);
        }
    };
    const arriving = visitors();
    await stack.mustUp();
    done = true;
    await arriving;
    return (last - start) / 1000;
}
