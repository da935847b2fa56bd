import { readStatus } from "../../components/gate/status";
import { until } from "../../components/haproxy/runtime/wait";
import { haproxy } from "../support/haproxyTarget";
import { expectContent, visitor } from "../support/traffic";

test("S23 the census forgets a visitor when the quiet time has passed after the session's end, and not before", async () => {
    const router = await haproxy.router({ session: { idleSeconds: 2 }, drain: { quietMinutes: 0.1 } });
    try {
        const left = async () => (await readStatus(router.statusUrl))?.colors.green?.visitors;
        const somebody = visitor(router.url);
        await somebody.page({ ask: "v2" });
        await somebody.api("/api/whoami");
        expectContent(somebody);
        expect(somebody.release).toBe("v2");
        const last = Date.now();
        expect(await left()).toBe(1);
        expect(await until(60, async () => ((await left()) === 0 ? true : undefined), 100)).toBe(true);
        // The table is cleaned lazily, so later is possible, earlier is not.
        expect(Date.now() - last).toBeGreaterThan(7500);
    } finally {
        await router.dispose();
    }
});
