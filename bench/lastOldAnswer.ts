import { setTimeout as sleep } from "node:timers/promises";
import { ask, freshAddress } from "../components/gate/http";

/** Runs what makes another release live while new visitors arrive all the time; when the last of them got the old one. Unit: seconds. */
export async function lastOldAnswer(url: string, old: string, change: () => Promise<unknown>): Promise<number> {
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
    await change();
    done = true;
    await arriving;
    return (last - start) / 1000;
}
