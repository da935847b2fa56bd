import type { Pod } from "../../../components/kubernetes/api/objects";
import { rollouts, type WorkloadRolloutInputs } from "../../../components/kubernetes/providers/rollout";
import { FakeCluster } from "../../support/kubernetes/fakeCluster";
import { CRASH, deployment, pod, waiting } from "../../support/kubernetes/fakePods";
import { named } from "../../support/kubernetes/fakeShop";

const INPUTS: WorkloadRolloutInputs = {
    app: "shop",
    tier: "backend",
    color: "green",
    release: "v2",
    namespace: "shop-dev",
    deployment: "shop-backend-green",
    revision: "a",
    instances: 2,
    startSeconds: 0.05,
};

describe("the rollout", () => {
    let said: jest.SpyInstance;
    beforeEach(() => {
        said = jest.spyOn(console, "log").mockImplementation(() => {});
    });
    afterEach(() => said.mockRestore());
    const eyes = (cluster: FakeCluster, patienceMs = 30_000) => ({ open: () => cluster, pollMs: 1, patienceMs });
    const failure = async (cluster: FakeCluster, inputs = INPUTS, patienceMs?: number) =>
        rollouts(eyes(cluster, patienceMs))
            .create(inputs)
            .then(() => "no failure")
            .catch(({ message }: Error) => message.split("\n"));
    const failing = (...pods: Pod[]) =>
        new FakeCluster().put("deployments", deployment({ availableReplicas: 0 })).put("pods", ...pods);
    const FIRST =
        "shop: backend of v2 on green did not start: 0 of 2 pods are ready, after 0.05 s. New visitors are where they were. " +
        "Mend the release, or what it lacks in the cluster, and run the update again.";

    test("waits until all is as wanted, and tells how far it is", async () => {
        const cluster = new FakeCluster();
        const stages = [deployment({ updatedReplicas: 1 }), deployment({ availableReplicas: 1 }), deployment()];
        cluster.before = () => {
            if (cluster.asked.at(-1) === "get deployments") stages.shift();
            cluster.objects.deployments = stages[0] ? [stages[0]] : [];
        };
        const { id } = await rollouts(eyes(cluster)).create({ ...INPUTS, startSeconds: 60 });
        expect(id).toBe("shop-backend-green");
        expect(said.mock.calls.flat()).toEqual([
            "shop: backend green: 1 of 2 pods are made",
            "shop: backend green: 1 of 2 pods are ready",
            "shop: backend green: v2 runs, 2 ready",
        ]);
    });

    test("gives up at the time limit", async () => {
        expect(await failure(failing())).toEqual([FIRST]);
        expect(await failure(new FakeCluster())).toEqual([
            FIRST.replace("0 of 2 pods are ready", "the cluster knows no such Deployment yet"),
        ]);
        await expect(rollouts(eyes(failing())).update("id", INPUTS, INPUTS)).rejects.toThrow("did not start");
    });

    test("gives up earlier what hardly gets better, with an image that cannot be pulled", async () => {
        const image = 'Back-off pulling image "registry/shop@sha256:0": not found';
        const cluster = failing(pod("a", waiting("ImagePullBackOff", image)), pod("b", waiting("ErrImagePull", image)));
        expect(await failure(cluster, { ...INPUTS, startSeconds: 600 }, 5)).toEqual([
            FIRST.replace(", after 0.05 s", ", and container app of pod a does not start (ImagePullBackOff)"),
            `  pod a: app waits: ImagePullBackOff: ${image}`,
            `  pod b: app waits: ErrImagePull: ${image}`,
        ]);
    });

    test("has patience with trouble that comes and goes", async () => {
        const cluster = failing();
        const trouble = pod("a", waiting("ImagePullBackOff"));
        cluster.before = () => {
            cluster.objects.pods = cluster.asked.length % 4 < 2 ? [trouble] : [];
        };
        expect((await failure(cluster, INPUTS, 20))[0]).toBe(FIRST);
    });

    test("a container that ends: how, how often and what it printed last", async () => {
        const cluster = failing(pod("a", CRASH));
        cluster.logs["a app previous"] = ["line 0", ...Array.from({ length: 8 }, (_, at) => `line ${at + 1}`)].join(
            "\n",
        );
        expect(await failure(cluster)).toEqual([
            FIRST,
            "  pod a: app ends again and again",
            "  pod a: app ended with exit code 1 (Error: no database), restarted 3 times",
            ...Array.from({ length: 8 }, (_, at) => `    | line ${at + 1}`),
        ]);
    });

    test("a container that ended for good: its own log", async () => {
        const cluster = failing(
            pod("a", { containerStatuses: [{ name: "app", ready: false, state: { terminated: { exitCode: 3 } } }] }),
        );
        cluster.logs["a app"] = "gone\n\n";
        expect(await failure(cluster)).toEqual([FIRST, "  pod a: app ended with exit code 3", "    | gone"]);
    });

    test("a pod without a node: why", async () => {
        const message = "0/1 nodes are available: 1 Insufficient cpu.\n";
        const cluster = failing(pod("a", { conditions: [{ type: "PodScheduled", status: "False", message }] }));
        expect(await failure(cluster)).toEqual([
            FIRST,
            "  pod a has no node: 0/1 nodes are available: 1 Insufficient cpu.",
        ]);
    });

    test("a pod that runs and is not ready: its log and its last warning", async () => {
        const cluster = failing(
            pod("a", {
                conditions: [{ type: "Ready", status: "False" }],
                containerStatuses: [{ name: "app", ready: false, state: { running: {} } }],
            }),
        );
        cluster.logs["a app"] = "listening\nno database\nno database";
        const event = (lastTimestamp: string, message: string, name = "a", type = "Warning", reason = "Unhealthy") =>
            ({
                metadata: named(`${name}-${message}`),
                ...{ type, reason, message, lastTimestamp, involvedObject: { name } },
            }) as never;
        cluster.put(
            "events",
            event("2026-11-21T10:00:02Z", "Readiness probe failed: 503"),
            event("2026-11-21T10:00:01Z", "earlier"),
            event("2026-11-21T10:00:03Z", "another pod's", "b"),
            event("2026-11-21T10:00:04Z", "Created container", "a", "Normal"),
            event("2026-11-21T10:00:05Z", "no ClusterDNS IP", "a", "Warning", "MissingClusterDNS"),
        );
        expect(await failure(cluster)).toEqual([
            FIRST,
            "  pod a: app runs, but is not ready",
            "    | listening",
            "    | no database",
            "  pod a: Unhealthy: Readiness probe failed: 503",
        ]);
    });

    test("a pod whose volume is not there: the warning of it", async () => {
        const cluster = failing(pod("a", waiting("ContainerCreating")));
        const message = 'MountVolume.SetUp failed: configmap "settings" not found';
        cluster.put("events", {
            metadata: named("a.1"),
            ...{ type: "Warning", reason: "FailedMount", message, involvedObject: { name: "a" } },
        } as never);
        expect(await failure(cluster)).toEqual([
            FIRST,
            "  pod a: app waits: ContainerCreating",
            `  pod a: FailedMount: ${message}`,
        ]);
    });

    test("warnings are not asked for where a container says more", async () => {
        const cluster = failing(pod("a", CRASH), pod("b", waiting("ErrImagePull", "gone")));
        await failure(cluster);
        expect(cluster.asked).not.toContain("list events");
    });

    test("a pod that the node put out: why", async () => {
        const cluster = failing(pod("a", { phase: "Failed", reason: "Evicted", message: "low on memory" }));
        expect(await failure(cluster)).toEqual([FIRST, "  pod a: Evicted low on memory"]);
    });

    test("the youngest two pods that say different things, and no ready ones", async () => {
        const cluster = failing(
            pod("old", waiting("ErrImagePull", "1"), "2026-11-21T09:00:00Z"),
            pod("young", waiting("ErrImagePull", "pod young 2"), "2026-11-21T11:00:00Z"),
            pod("same", waiting("ErrImagePull", "pod same 2"), "2026-11-21T10:30:00Z"),
            pod("middle", waiting("ErrImagePull", "3"), "2026-11-21T10:00:00Z"),
            pod("fine", { ...waiting("ErrImagePull", "4"), conditions: [{ type: "Ready", status: "True" }] }),
        );
        expect((await failure(cluster)).slice(1)).toEqual([
            "  pod young: app waits: ErrImagePull: pod young 2",
            "  pod middle: app waits: ErrImagePull: 3",
        ]);
    });

    test("pods of another release say nothing", async () => {
        const other = pod("other", waiting("ErrImagePull"));
        const labels = { ...other.metadata.labels, "blue-green/release": "v1" };
        expect(await failure(failing({ ...other, metadata: { ...other.metadata, labels } }))).toEqual([FIRST]);
    });

    test("a log or events that may not be read do not hide the reason", async () => {
        const quiet = { containerStatuses: [{ name: "app", ready: false, state: { running: {} } }] };
        const cluster = failing(pod("a", CRASH), pod("b", quiet, "2026-11-21T09:00:00Z"));
        cluster.forbidden.add("get pods/log").add("list events");
        const said = await failure(cluster);
        expect(said.slice(0, 3)).toEqual([
            FIRST,
            expect.stringContaining("ends again and again"),
            expect.stringContaining("exit code 1"),
        ]);
        expect(said.slice(3)).toEqual([
            expect.stringMatching(/^ {4}\| \(its log cannot be read/),
            "  pod b: app runs, but is not ready",
            expect.stringMatching(
                /^ {4}\| \(its log cannot be read: cluster: .* must be allowed to get pods\/log in namespace shop-dev/,
            ),
        ]);
    });

    test("a permission that is missing is the error", async () => {
        const cluster = failing();
        cluster.forbidden.add("get deployments");
        expect(await failure(cluster)).toEqual([
            expect.stringMatching(
                /^cluster: .* must be allowed to get deployments\.apps in namespace shop-dev, got "forbidden"/,
            ),
        ]);
    });

    test("acts when what is to run changes, and only then", async () => {
        const provider = rollouts(eyes(new FakeCluster()));
        const changes = async (news: Partial<WorkloadRolloutInputs>) =>
            (await provider.diff("id", INPUTS, { ...INPUTS, ...news })).changes;
        expect(await changes({ startSeconds: 7 })).toBe(false);
        expect(await changes({ revision: "b" })).toBe(true);
        expect(await changes({ release: "v3" })).toBe(true);
        expect(await changes({ instances: 3 })).toBe(true);
        expect(await changes({ revision: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" })).toBe(true);
        expect(await provider.check(undefined, INPUTS)).toEqual({ inputs: INPUTS });
        expect(await provider.read("id", INPUTS)).toEqual({ id: "id", props: INPUTS });
        await provider.delete("id", INPUTS);
    });
});
