import { gateProvider } from "../../../components/gate/gateProvider";
import type { ProbeInputs } from "../../../components/gate/inputs";
import { liveStatus } from "../../../components/gate/status";
import { readGatewayStatus } from "../../../components/kubernetes/api/status";
import { onEveryTier } from "../../../components/release";
import { BLUE, HALF, SHOP, SOURCE, shopCluster } from "../../support/kubernetes/fakeShop";

jest.mock("../../../components/kubernetes/api/status", () => {
    const real = jest.requireActual("../../../components/kubernetes/api/status");
    return { readGatewayStatus: (source: typeof SOURCE) => real.readGatewayStatus(source, mockCluster) };
});
/** What the gate sees. */
let mockCluster = shopCluster();

const INPUTS: ProbeInputs = {
    app: "shop",
    url: "http://127.0.0.1:1",
    header: "X-Release",
    gateway: SOURCE,
    tiers: [],
    releases: { blue: "v1", green: "v2" },
    weights: onEveryTier(SHOP, BLUE),
    freshClients: 1,
    deadlineSeconds: 1,
};

test("the gate's live status is the cluster's, where it is given", async () => {
    mockCluster = shopCluster({ ready: 3 });
    expect(await liveStatus({ gateway: SOURCE })).toEqual(await readGatewayStatus(SOURCE));
    expect((await liveStatus({ gateway: SOURCE }))?.colors.green?.up).toEqual({ frontend: 3, backend: 3 });
});

test("the gate has nothing to do while the routes give what is wanted, and acts when they do not", async () => {
    mockCluster = shopCluster();
    expect(await gateProvider.diff("shop", INPUTS, INPUTS)).toEqual({ changes: false });
    mockCluster = shopCluster({ weights: onEveryTier(SHOP, HALF), declared: HALF });
    expect(await gateProvider.diff("shop", INPUTS, INPUTS)).toEqual({ changes: true });
});
