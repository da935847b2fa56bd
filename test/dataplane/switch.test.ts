import { ask } from "../../components/gate/http";
import { switchScenarios } from "../scenarios/switch";
import { haproxy } from "../support/haproxyTarget";

const stackOf = switchScenarios(haproxy);

test("S25 S37 the status and the statistics page that outputs link to say what the router does", async () => {
    const stack = stackOf();
    await stack.ensure({ active: "blue", greenRelease: "v3", canary: "30" });
    const { statusUrl = "", statsUrl = "" } = await stack.pulumi.outputs();
    expect(JSON.parse((await ask(statusUrl)).body)).toMatchObject({
        app: "shop",
        active: "blue",
        colors: {
            blue: { release: "v1", weights: { frontend: 70, backend: 70 }, up: { frontend: 2, backend: 2 } },
            green: { release: "v3", weights: { frontend: 30, backend: 30 }, up: { frontend: 2, backend: 2 } },
        },
    });
    expect((await ask(statsUrl)).body).toContain("HAProxy");
});
