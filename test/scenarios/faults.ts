import { until } from "../../components/haproxy/runtime/wait";
import type { Color } from "../../components/release";
import { freshClient } from "../../tools/traffic";
import type { Target, TargetStack, Tier } from "../support/target";
import { expectContent, stopAfterGatewayErrors, stopClean, visitor } from "../support/traffic";
import { crowd } from "./crowd";

/** What runs dies. */
export function faultScenarios(target: Target): void {
    const { retriesOtherInstances, replacesInstances, failsOverColors, updateRevivesRouter } = target.capabilities;
    let stack: TargetStack;

    beforeAll(async () => {
        stack = await target.stack({ frontendInstances: "2", backendInstances: "2", greenRelease: "v2" });
    });

    afterAll(() => stack?.dispose());

    /** Kills instances and answers which. */
    async function kill(color: Color, tier: Tier, count: number): Promise<number[]> {
        const killed = (await stack.instances(color, tier)).slice(0, count);
        for (const instance of killed) instance.kill();
        return killed.map(({ pid }) => pid);
    }

    /** The cookies of a visitor who asked for v2. */
    async function cookieOfGuest(): Promise<string> {
        const guest = visitor(stack.url);
        await guest.page({ ask: "v2" });
        await guest.api("/api/whoami");
        expectContent(guest);
        const cookie = (await guest.jar?.getCookieString(stack.url)) ?? "";
        expect(cookie).toContain("release=v2");
        return cookie;
    }

    /** The full number of instances of a color again, without those. */
    async function back(color: Color, killed: readonly number[]): Promise<void> {
        if (!replacesInstances) await stack.mustUp();
        for (const tier of ["frontend", "backend"] as const) {
            const replaced = async () => {
                const pids = (await stack.instances(color, tier)).map(({ pid }) => pid);
                return pids.length === 2 && !pids.some((pid) => killed.includes(pid)) ? true : undefined;
            };
            expect(await until(60, replaced)).toBe(true);
            await stack.seen(color, tier, 2);
        }
    }

    const seen = retriesOtherInstances ? "visitors see no error" : "for a moment some visitors get a gateway error";
    const mended = replacesInstances ? "others take their places" : "the next update brings them back";
    test(`S34 an instance of each tier is killed: ${seen}, and ${mended}`, async () => {
        const traffic = await crowd(target, stack.url);
        const killed = [...(await kill("blue", "frontend", 1)), ...(await kill("blue", "backend", 1))];
        // Who replaces it may be quicker than a look.
        if (!replacesInstances) await stack.seen("blue", "backend", 1);
        await back("blue", killed);
        if (retriesOtherInstances) await stopClean(traffic);
        else await stopAfterGatewayErrors(traffic);
        await stopClean(await crowd(target, stack.url));
    });

    /** Its visitors move on. An open page of v2 must not get an answer of v1. */
    async function expectMoved(cookie: string): Promise<void> {
        for (const tier of ["frontend", "backend"] as const) await stack.seen("green", tier, 0);
        const page = await freshClient(stack.url, "/", { accept: "text/html", cookie });
        expect({ status: page.status, release: page.release }).toEqual({ status: 200, release: "v1" });
        expect(String(page.headers["set-cookie"])).toContain("release=v1;");
        const call = await freshClient(stack.url, "/api/whoami", { cookie, "x-release": "v2" });
        expect(call.status).toBe(503);
    }

    /** Its visitors get errors, soon and until it is back, and never another release. */
    async function expectErrors(cookie: string): Promise<void> {
        for (const path of ["/", "/api/whoami"]) {
            const error = await until(5, () => errorAt(stack.url, path, cookie), 10);
            expect([502, 503]).toContain(error);
        }
    }

    const move = "its own move with their next page, on both tiers";
    const wait = "its own get errors, and no other release, until it is back";
    test(`S34 a whole color is killed: the other color's visitors see no error, ${failsOverColors ? move : wait}`, async () => {
        const cookie = await cookieOfGuest();
        const traffic = await crowd(target, stack.url);
        const killed = [...(await kill("green", "frontend", 2)), ...(await kill("green", "backend", 2))];
        await (failsOverColors ? expectMoved(cookie) : expectErrors(cookie));
        await back("green", killed);
        const again = await freshClient(stack.url, "/api/whoami", { cookie, "x-release": "v2" });
        expect({ status: again.status, release: again.release }).toEqual({ status: 200, release: "v2" });
        await stopClean(traffic);
    });

    const reviver = updateRevivesRouter ? "by an update" : "by who runs it as a service";
    test(`S34 the router is killed and brought back ${reviver}: pins hold, and no instance is touched`, async () => {
        const cookie = await cookieOfGuest();
        const before = stack.running();
        await stack.killRouter();
        await expect(freshClient(stack.url, "/", {})).rejects.toThrow();

        await stack.reviveRouter();
        for (const path of ["/", "/api/whoami"]) {
            const { status, release } = await freshClient(stack.url, path, { cookie });
            expect({ path, status, release }).toEqual({ path, status: 200, release: "v2" });
            expect((await freshClient(stack.url, path, {})).release).toBe("v1");
        }
        expect(stack.running()).toEqual(before);
        await stopClean(await crowd(target, stack.url));
    });
}

/** The status with which a visitor of v2 is refused; undefined when v2 answers. No other release may. */
async function errorAt(url: string, path: string, cookie: string): Promise<number | undefined> {
    const { status, release } = await freshClient(url, path, { cookie });
    if (status !== 200) return status;
    expect(release).toBe("v2");
    return undefined;
}
