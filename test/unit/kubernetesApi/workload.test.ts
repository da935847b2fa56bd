import type { Deployment } from "../../../components/kubernetes/api/objects";
import { hopeless, workloadStanding } from "../../../components/kubernetes/api/workload";
import { CRASH, deployment, pod, waiting } from "../../support/kubernetes/fakePods";
import { named } from "../../support/kubernetes/fakeShop";

describe("a Deployment", () => {
    const standing = (one: Deployment | undefined, instances = 2) =>
        workloadStanding(one, { release: "v2", instances });

    test("that is complete lacks nothing, also with no pods at all", () => {
        expect(standing(deployment())).toBeUndefined();
        expect(standing({ ...deployment({}, { replicas: 0 }), status: { observedGeneration: 3 } }, 0)).toBeUndefined();
    });

    test.each<[string, Deployment | undefined, string]>([
        ["that is not there", undefined, "the cluster knows no such Deployment yet"],
        ["of another release", deployment({}, { release: "v1" }), "the Deployment is of v1"],
        ["that nobody has looked at", deployment({ observedGeneration: 2 }), "its controller has not seen it yet"],
        ["that is being made", deployment({ updatedReplicas: 1 }), "1 of 2 pods are made"],
        ["with pods of before", deployment({ replicas: 3 }), "1 pods of before are left"],
        ["whose pods are not ready", deployment({ availableReplicas: 1 }), "1 of 2 pods are ready"],
        ["that is scaled up", deployment({}, { replicas: 5 }), "2 of 5 pods are made"],
        [
            "that is still small",
            deployment({ updatedReplicas: 1, replicas: 1 }, { replicas: 1 }),
            "1 of 2 pods are made",
        ],
        [
            "that may not have pods",
            deployment({
                updatedReplicas: 0,
                conditions: [
                    {
                        type: "ReplicaFailure",
                        status: "True",
                        reason: "FailedCreate",
                        message: "exceeded quota: small",
                    },
                ],
            }),
            "0 of 2 pods are made: ReplicaFailure=True (FailedCreate: exceeded quota: small)",
        ],
    ])("%s is told", (_what, one, text) => {
        expect(standing(one)).toBe(text);
    });

    test("without labels is of no release", () => {
        expect(standing({ metadata: named("x") })).toBe("the Deployment is of no release");
    });
});

describe("what hardly gets better", () => {
    test.each([
        "ErrImagePull",
        "ImagePullBackOff",
        "InvalidImageName",
        "CreateContainerConfigError",
        "RunContainerError",
    ])("%s does not", (reason) => {
        expect(hopeless([pod("a", waiting(reason))])).toBe(`container app of pod a does not start (${reason})`);
    });

    test("a container that ends again and again does not, one that ended once may", () => {
        expect(hopeless([pod("a", CRASH)])).toBe("container app of pod a does not start (CrashLoopBackOff)");
        expect(hopeless([pod("a", waiting("CrashLoopBackOff", "", 2))])).toBeUndefined();
    });

    test("an init container counts, one that is being made does not", () => {
        const { containerStatuses } = waiting("ImagePullBackOff");
        expect(hopeless([pod("a", { initContainerStatuses: containerStatuses })])).toContain("ImagePullBackOff");
        expect(hopeless([pod("a", waiting("ContainerCreating")), pod("b", {})])).toBeUndefined();
    });
});
