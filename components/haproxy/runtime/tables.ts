import { ask } from "./socket";
import { until } from "./wait";

/** Longer than HAProxy waits after a start for the tables of others: five seconds for those of a worker before it, five for all others. */
const READY_SECONDS = 12;
/** Set in the flags of the peers once both waits are over. */
const LEARNED = 0x3;

/**
 * Waits until the running worker would hand its tables, census and addresses, to the next one at a reload. HAProxy does not do so in
 * the first seconds after a start, and all that is in the tables would be lost. Empty tables need no wait.
 */
export async function tablesCanMove(socket: string): Promise<void> {
    const tables = await ask(socket, "show table");
    if (!/used:[1-9]/.test(tables)) return;
    await until(READY_SECONDS, async () => {
        const flags = /\bid=_\S+ .*?\bflags=0x([0-9a-f]+)/.exec(await ask(socket, "show peers"))?.[1];
        return (Number.parseInt(flags ?? "0", 16) & LEARNED) === LEARNED ? true : undefined;
    });
}
