import type { Color } from "../../components/release";
import { freshClient, type Load } from "../../tools/traffic";
import type { Target, TargetStack, Tier } from "../support/target";
import { expectClean, expectContent, stopClean, visitor } from "../support/traffic";
import { crowd } from "./crowd";

/** What runs dies. */
export function faultScenarios(target: Target): void {
    const { retriesOtherInstances, failsOverColors } = target.capabilities;
    let stack: TargetStack;

    beforeAll(async () => {
        stack = await target.stack({ frontendInstances: "2", backendInstances: "2", greenRelease: "v2" });
    });

    afterAll(() => stack?.dispose());

    async function kill(color: Color, tier: Tier, count: number): Promise<void> {
        for (const instance of (await stack.instances(color, tier)).slice(0, count)) instance.kill();
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

    const brief = "visitors get nothing worse than a gateway error until a health check has noticed";
    test(`S34 an instance of each tier is killed: ${retriesOtherInstances ? "visitors see no error" : brief}, and the next update brings them back`, async () => {
        const traffic = await crowd(target, stack.url);
        await kill("blue", "frontend", 1);
        await kill("blue", "backend", 1);
        await stack.seen("blue", "backend", 1);
        await stack.mustUp();
        await stack.seen("blue", "frontend", 2);
        await stack.seen("blue", "backend", 2);
        if (retriesOtherInstances) await stopClean(traffic);
        else await stopAfterGatewayErrors(traffic);
    });

    const move = "its own move with their next page, on both tiers";
    const wait = "its own get errors, and no other release, until it is back";
    test(`S34 a whole color is killed: the other color's visitors see no error, ${failsOverColors ? move : wait}`, async () => {
        const cookie = await cookieOfGuest();
        const traffic = await crowd(target, stack.url);
        for (const tier of ["frontend", "backend"] as const) await kill("green", tier, 2);
        for (const tier of ["frontend", "backend"] as const) await stack.seen("green", tier, 0);

        const page = await freshClient(stack.url, "/", { accept: "text/html", cookie });
        if (failsOverColors) {
            expect({ status: page.status, release: page.release }).toEqual({ status: 200, release: "v1" });
            expect(String(page.headers["set-cookie"])).toContain("release=v1;");
        } else {
            expect(page.release).toBeUndefined();
            expect([502, 503]).toContain(page.status);
        }
        // An open page of v2 must not get an answer of v1.
        const call = await freshClient(stack.url, "/api/whoami", { cookie, "x-release": "v2" });
        expect(failsOverColors ? [503] : [502, 503]).toContain(call.status);

        await stack.mustUp();
        await stack.seen("green", "frontend", 2);
        await stack.seen("green", "backend", 2);
        const back = await freshClient(stack.url, "/api/whoami", { cookie, "x-release": "v2" });
        expect({ status: back.status, release: back.release }).toEqual({ status: 200, release: "v2" });
        await stopClean(traffic);
    });

    test("S34 the router is killed and brought back by an update: pins hold, and no instance is touched", async () => {
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

/** Ends a load of which some requests met an instance that was dead. */
async function stopAfterGatewayErrors(traffic: Load): Promise<void> {
    const report = await traffic.stop();
    expect(report.requests).toBeGreaterThan(0);
    const others = report.problems.filter(({ got }) => !/^status 50[24]\b/.test(got));
    expectClean({ ...report, failed: 0, problems: others });
}
