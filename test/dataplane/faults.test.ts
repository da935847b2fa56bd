import { readFileSync } from "node:fs";
import { files } from "../../components/haproxy/config/spec";
import type { Color } from "../../components/release";
import { freshClient } from "../../tools/traffic";
import { TestStack } from "../support/testStack";
import { expectContent, load, stopClean, visitor } from "../support/traffic";

let stack: TestStack;

beforeAll(async () => {
    stack = await TestStack.create({ frontendInstances: "2", backendInstances: "2", greenRelease: "v2" });
});

afterAll(() => stack?.dispose());

function kill(color: Color, tier: string, count: number): void {
    for (const { pid } of stack.servers(color, tier).slice(0, count)) process.kill(pid, "SIGKILL");
}

test("S34 an instance of each tier is killed: visitors see no error, and the next update brings them back", async () => {
    const traffic = await load(stack.url);
    kill("blue", "frontend", 1);
    kill("blue", "backend", 1);
    await stack.seen("blue", "backend", 1);
    await stack.mustUp();
    await stack.seen("blue", "frontend", 2);
    await stack.seen("blue", "backend", 2);
    await stopClean(traffic);
});

test("S34 a whole color is killed: the other color's visitors see no error, its own move with their next page, on both tiers", async () => {
    const guest = visitor(stack.url);
    await guest.page({ ask: "v2" });
    await guest.api("/api/whoami");
    expectContent(guest);
    const cookie = (await guest.jar?.getCookieString(stack.url)) ?? "";
    expect(cookie).toContain("release=v2");

    const traffic = await load(stack.url);
    kill("green", "frontend", 2);
    kill("green", "backend", 2);
    await stack.seen("green", "frontend", 0);
    await stack.seen("green", "backend", 0);

    const page = await freshClient(stack.url, "/", { accept: "text/html", cookie });
    expect({ status: page.status, release: page.release }).toEqual({ status: 200, release: "v1" });
    expect(String(page.headers["set-cookie"])).toContain("release=v1;");
    // An open page of v2 must not get an answer of v1.
    const call = await freshClient(stack.url, "/api/whoami", { cookie, "x-release": "v2" });
    expect(call.status).toBe(503);

    await stack.mustUp();
    await stack.seen("green", "frontend", 2);
    await stack.seen("green", "backend", 2);
    const back = await freshClient(stack.url, "/api/whoami", { cookie, "x-release": "v2" });
    expect({ status: back.status, release: back.release }).toEqual({ status: 200, release: "v2" });
    await stopClean(traffic);
});

test("S34 the router is killed and brought back by an update: pins hold, and no instance is touched", async () => {
    const guest = visitor(stack.url);
    await guest.page({ ask: "v2" });
    expectContent(guest);
    const cookie = (await guest.jar?.getCookieString(stack.url)) ?? "";
    expect(cookie).toContain("release=v2");
    const instances = () =>
        stack
            .processes()
            .filter(({ command }) => command.includes("contractServer"))
            .map(({ pid }) => pid);
    const before = instances();
    const { pid } = JSON.parse(readFileSync(files(stack.folder).process, "utf8")) as { pid: number };
    process.kill(pid, "SIGKILL");
    await expect(freshClient(stack.url, "/", {})).rejects.toThrow();

    const { stdout } = await stack.mustUp();
    expect(stdout).toContain("router listens on");
    for (const path of ["/", "/api/whoami"]) {
        const { status, release } = await freshClient(stack.url, path, { cookie });
        expect({ path, status, release }).toEqual({ path, status: 200, release: "v2" });
        expect((await freshClient(stack.url, path, {})).release).toBe("v1");
    }
    expect(instances()).toEqual(before);
    await stopClean(await load(stack.url));
});
