import { ask } from "./socket";
import { until } from "./wait";

/** Longer than HAProxy waits after a start for the tables of others: five seconds for those of a worker before it, five for all others. */
const READY_SECONDS = 12;
/** Set in the flags of the peers once both waits are over. */
const LEARNED = 0x3;

/** Set once the wait for the worker before is over, because its tables have come or because it was in vain. */
const INHERITED = 0x1;

/**
 * Waits until the running worker would hand its tables, census and addresses, to the next one at a reload. HAProxy does not do so in
 * the first seconds after a start, and all that is in the tables would be lost. Empty tables need no wait; says whether there is any.
 */
export async function tablesCanMove(socket: string): Promise<boolean> {
    const tables = await ask(socket, "show table");
    if (!/used:[1-9]/.test(tables)) return false;
    await flagsSet(socket, LEARNED, READY_SECONDS);
    return true;
}

/** Waits until a new worker has the tables of the one before. */
export async function tablesMoved(socket: string): Promise<void> {
    await flagsSet(socket, INHERITED, READY_SECONDS);
}

async function flagsSet(socket: string, wanted: number, seconds: number): Promise<void> {
    await until(seconds, async () => {
        const flags = /\bid=_\S+ .*?\bflags=0x([0-9a-f]+)/.exec(await ask(socket, "show peers"))?.[1];
        return (Number.parseInt(flags ?? "0", 16) & wanted) === wanted ? true : undefined;
    });
}
