import { freshClient } from "../../tools/traffic";
import { killAll } from "./processes";
import type { Instance, Tier } from "./target";

/** Health path of each tier of the contract app. */
export const HEALTH: Readonly<Record<Tier, string>> = { frontend: "/healthz", backend: "/api/healthz" };

/** An instance of the contract app, by its own address. */
export function instanceAt(url: string, tier: Tier, pid: number): Instance {
    const ask = (path: string, method?: string) => freshClient(url, path, {}, undefined, method);
    return {
        pid,
        ask,
        control: async (what) => {
            const { status, body } = await ask(`${HEALTH[tier]}/${what}`, "POST");
            if (status !== 200) throw new Error(`${what} on ${url} of ${tier} answers ${status}: ${body}`);
        },
        kill: () => killAll([pid]),
    };
}
