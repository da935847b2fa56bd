import { setTimeout as sleep } from "node:timers/promises";

/** Asks again and again until the answer is defined; undefined when the time is up. */
export async function until<T>(
    seconds: number,
    question: () => Promise<T | undefined> | T | undefined,
    everyMs = 50,
): Promise<T | undefined> {
    const end = Date.now() + seconds * 1000;
    for (;;) {
        const answer = await question();
        if (answer !== undefined) return answer;
        if (Date.now() >= end) return undefined;
        await sleep(everyMs);
    }
}
