import { visitorScenarios } from "../scenarios/visitors";
import { AlbRouter } from "../support/aws/albRouter";
import { aws } from "../support/aws/awsTarget";
import { visitor } from "../support/traffic";

visitorScenarios(aws);

describe("the load balancer's own cookie", () => {
    let router: AlbRouter;

    beforeAll(async () => {
        router = await AlbRouter.start();
    });

    afterAll(() => router?.dispose());

    test("S09 S12 ties a client without a pin to its color, through a switch and to the color's next release", async () => {
        const script = visitor(router.url, { sendsRelease: false });
        const release = async () => (await script.api("/api/whoami")).release;
        expect(await release()).toBe("v1");
        await router.weigh({ blue: 0, green: 100 });
        expect(await release()).toBe("v1");
        await router.deploy({ blue: "v3", green: "v2" });
        expect(await release()).toBe("v3");
    });
});
