import { Agent, request } from "node:http";
import type { Target, TargetRouter } from "../support/target";

/** Clients that keep a connection while the router learns of a new release. */
export function reloadScenarios(target: Target): void {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    let router: TargetRouter;

    beforeAll(async () => {
        router = await target.router({ releases: { blue: "v1" } });
    });

    afterAll(async () => {
        agent.destroy();
        await router?.dispose();
    });

    /** The release that answers over the one connection that this client keeps, which is opened anew when the router has closed it. */
    function releaseSeen(headers: Record<string, string>): Promise<unknown> {
        return new Promise((resolve, reject) => {
            request(`${router.url}/api/whoami`, { agent, headers }, (response) => {
                response.resume();
                response.on("end", () => resolve(response.headers["x-release"]));
            })
                .on("error", reject)
                .end();
        });
    }

    test("S10 deploy and switch in one go: a page of the new release that reuses a connection from before is answered by its release", async () => {
        expect(await releaseSeen({})).toBe("v1");
        await router.deploy({ blue: "v1", green: "v2" });
        await router.weigh({ blue: 0, green: 100 });
        expect(await releaseSeen({ "x-release": "v2" })).toBe("v2");
    });
}
