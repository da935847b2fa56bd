import { until } from "../../components/haproxy/runtime/wait";
import { COLORS } from "../../components/release";
import { crowd } from "../scenarios/crowd";
import { Cluster, onCluster } from "../support/kubernetes/cluster";
import type { KubeStack } from "../support/kubernetes/kubeStack";
import { kubernetes } from "../support/kubernetes/kubeTarget";
import { stopAfterGatewayErrors, stopClean } from "../support/traffic";

const TIERS = ["frontend", "backend"] as const;

onCluster("what runs the pods is disturbed", () => {
    let stack: KubeStack;

    beforeAll(async () => {
        const sizes = { frontendInstances: "2", backendInstances: "2" };
        stack = await kubernetes.stack({ ...sizes, greenRelease: "v2", orderPauseSeconds: "3" });
    });

    afterAll(() => stack?.dispose());

    /** The backend's new visitors get green already, those of the frontend do not. */
    const isHalfWay = async () => {
        const { colors } = await stack.live();
        const { frontend, backend } = colors.green?.weights ?? {};
        return frontend === 0 && backend === 100 ? true : undefined;
    };

    test("S34 S10 pods of both colors are killed and the kubelet restarts in the middle of a switch: nobody flips or mixes", async () => {
        const traffic = await crowd(kubernetes, stack.url, { newVisitorsPerSecond: 30 });
        const update = stack.up({ active: "green" });
        expect(await until(120, isHalfWay)).toBe(true);
        for (const color of COLORS) for (const tier of TIERS) await stack.killPods(color, tier, 1);
        await Cluster.get().order("kubelet", "restart");

        // The check may have seen that pods are missing; then the update is run again.
        const { code, stdout } = await update;
        if (code !== 0) expect(stdout).toMatch(/of v[12] on (blue|green)/);
        for (const color of COLORS) for (const tier of TIERS) await stack.seen(color, tier, 2);
        if (code !== 0) await stack.mustUp();
        expect(await stack.live()).toMatchObject({
            active: "green",
            colors: { green: { weights: { frontend: 100, backend: 100 } } },
        });
        // A kubelet that starts may say of all pods of a tier, for a moment, that they are not ready.
        await stopAfterGatewayErrors(traffic, [502, 503, 504]);
        await stopClean(await crowd(kubernetes, stack.url));
    });
});
