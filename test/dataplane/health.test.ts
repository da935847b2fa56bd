import { freshClient, type Visitor } from "../../tools/traffic";
import { TestStack } from "../support/testStack";
import { expectContent, load, stopClean, visitor } from "../support/traffic";

const HEALTH = "/api/healthz";
const TIERS = { frontend: "/healthz", backend: HEALTH };

let stack: TestStack;

beforeAll(async () => {
    stack = await TestStack.create({ frontendInstances: "2", backendInstances: "2" });
});

afterAll(() => stack?.dispose());

const instance = (port: number) => `http://127.0.0.1:${port}`;
const answerOf = async (url: string, path: string, method = "GET") =>
    (await freshClient(url, path, {}, undefined, method)).status;

/** Sets what an instance answers on its health path, as an operator does on the instance's own port. */
async function control(tier: keyof typeof TIERS, port: number, name: string): Promise<void> {
    expect(await answerOf(instance(port), `${TIERS[tier]}/${name}`, "POST")).toBe(200);
}

/** The process that answers a visitor's API call. */
async function servedBy(somebody: Visitor): Promise<number> {
    const { body } = await somebody.api("/api/whoami");
    return (JSON.parse(body) as { pid: number }).pid;
}

const somebodyNew = async () => {
    const somebody = visitor(stack.url);
    await somebody.page();
    return { somebody, pid: await servedBy(somebody) };
};

test("S20 health: an operator takes one instance out and back in, on each tier, and no visitor sees an error", async () => {
    const traffic = await load(stack.url);
    for (const tier of ["frontend", "backend"] as const) {
        const [{ port = 0 } = {}] = stack.servers("blue", tier);
        const health = (method = "GET") => answerOf(instance(port), TIERS[tier], method);
        expect(await health()).toBe(200);
        await control(tier, port, "disable");
        expect(await health()).toBe(503);
        expect(await health("HEAD")).toBe(503);
        await stack.seen("blue", tier, 1);
        if (tier === "backend") {
            for (let n = 0; n < 8; n++) {
                expect((await somebodyNew()).pid).toBe(stack.servers("blue", "backend")[1]?.pid);
            }
        }
        await control(tier, port, "enable");
        await stack.seen("blue", tier, 2);
    }
    await stopClean(traffic);
});

test("S20 health: the controls are not to be reached through the router", async () => {
    for (const path of Object.values(TIERS)) {
        for (const name of ["disable", "drain", "enable", "anything"]) {
            for (const method of ["POST", "GET"]) {
                expect(await answerOf(stack.url, `${path}/${name}`, method)).toBe(404);
            }
        }
        expect(await answerOf(stack.url, path)).toBe(200);
    }
    expect((await stack.status()).colors.blue?.up).toEqual({ frontend: 2, backend: 2 });
});

test("S21 soft stop: the instance takes no new visitors and keeps its own, also across a reload of the router", async () => {
    const [first, second] = stack.servers("blue", "backend");
    const guests = await Promise.all(Array.from({ length: 16 }, somebodyNew));
    const own = guests.filter(({ pid }) => pid === first?.pid);
    expect(own.length).toBeGreaterThan(0);
    expect(own.length).toBeLessThan(guests.length);
    const kept = async () => {
        for (const { somebody, pid } of guests) expect(await servedBy(somebody)).toBe(pid);
        for (let n = 0; n < 12; n++) expect((await somebodyNew()).pid).toBe(second?.pid);
    };

    await control("backend", first?.port ?? 0, "drain");
    await stack.seen("blue", "backend", 1);
    await kept();
    const { worker } = await stack.facts();
    await stack.mustUp({ greenRelease: "v2" });
    expect((await stack.facts()).worker).not.toBe(worker);
    await kept();

    await control("backend", first?.port ?? 0, "enable");
    await stack.seen("blue", "backend", 2);
    const pids = await Promise.all(Array.from({ length: 12 }, somebodyNew));
    expect(pids.some(({ pid }) => pid === first?.pid)).toBe(true);
    for (const { somebody } of guests) expectContent(somebody);
});
