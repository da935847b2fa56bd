import type { WorkloadRolloutInputs } from "../../components/kubernetes/providers/rollout";
import { Cluster, onCluster } from "../support/kubernetes/cluster";
import { contractImage } from "../support/kubernetes/images";
import { Scratch } from "../support/kubernetes/scratch";
import { workload } from "../support/kubernetes/workload";
import { runTypescript } from "../support/runTypescript";

/** What is wrong with each, by the name of its tier. */
const TROUBLES: Readonly<Record<string, Record<string, unknown>>> = {
    fine: {},
    image: { image: `127.0.0.1:1/none@sha256:${"0".repeat(64)}` },
    ends: { command: ["node", "contractServer.mjs", "--exit"] },
    deaf: { command: ["node", "contractServer.mjs", "--deaf"] },
    large: { resources: { requests: { cpu: "900" } } },
    settings: { envFrom: [{ configMapRef: { name: "settings" } }] },
};
/** Long enough for a container to end, and be started again, three times. */
const START_SECONDS = 100;

onCluster("a rollout on a real cluster", () => {
    let scratch: Scratch;
    /** What is said of each, or "fine". */
    let said: Record<string, string>;

    beforeAll(async () => {
        const cluster = Cluster.get();
        scratch = await Scratch.create(cluster);
        const { namespace } = scratch;
        const image = await contractImage(cluster);
        const of = { namespace, color: "green", release: "v2", image, replicas: 2 } as const;
        const inputs = Object.entries(TROUBLES).map(([tier, container]): WorkloadRolloutInputs => {
            const { metadata } = workload({ ...of, tier, container });
            return {
                ...{ app: "shop", tier, color: "green", release: "v2", namespace, deployment: metadata.name },
                ...{
                    revision: "1",
                    instances: 2,
                    startSeconds: tier === "large" || tier === "deaf" ? 20 : START_SECONDS,
                },
                cluster: { kubeconfig: cluster.facts.kubeconfig },
            };
        });
        for (const [tier, container] of Object.entries(TROUBLES)) {
            await scratch.apply(workload({ ...of, tier, container }));
        }
        said = await runTypescript(
            `const { rollouts } = load("components/kubernetes/providers/rollout.ts");
            const { openCluster } = load("components/kubernetes/api/clients.ts");
            const provider = rollouts({ open: openCluster, pollMs: 1000, patienceMs: 8000 });
            const one = async (inputs) => [inputs.tier, await provider.create(inputs).then(() => "fine", ({ message }) => message)];
            return Object.fromEntries(await Promise.all(args[0].map(one)));`,
            [inputs],
        );
    });

    afterAll(() => scratch?.dispose());

    /** First line without the part that is the same for all, and the words of pods without their names. */
    function wordsOf(tier: string): string[] {
        const [first = "", ...words] = (said[tier] ?? "").split("\n");
        const begin = `shop: ${tier} of v2 on green did not start: `;
        expect(first.startsWith(begin)).toBe(true);
        expect(first).toContain("New visitors are where they were.");
        return [first.slice(begin.length), ...words].map((line) => line.replace(/pod \S+?(?=[: ])/, "pod"));
    }

    test("of pods that get ready is fine", () => {
        expect(said.fine).toBe("fine");
    });

    test("of an image that cannot be pulled tells the registry's words", () => {
        const [first, word] = wordsOf("image");
        expect(first).toMatch(/^0 of 2 pods are ready, and container app of pod does not start \(\w*ImagePull\w*\)/);
        expect(word).toMatch(
            /^ {2}pod: app waits: \w*ImagePull\w*: .*127\.0\.0\.1:1\/none@sha256:0+.*connection refused/,
        );
    });

    test("of a container that ends tells how, and what it printed last", () => {
        const [first, ...words] = wordsOf("ends");
        expect(first).toMatch(/^0 of 2 pods are ready, and container app of pod does not start \(CrashLoopBackOff\)/);
        expect(words).toEqual([
            "  pod: app ends again and again",
            expect.stringMatching(/^ {2}pod: app ended with exit code 3 \(Error\), restarted \d+ times$/),
            "    | ends v2 starts on port 8080",
            "    | cannot reach the database at db.invalid:5432",
        ]);
    });

    test("of a container that never gets ready tells its log and the kubelet's words", () => {
        const [first, ...words] = wordsOf("deaf");
        expect(first).toMatch(/^0 of 2 pods are ready, after 20 s/);
        expect(words).toEqual([
            "  pod: app runs, but is not ready",
            "    | still waiting for the database at db.invalid:5432",
            expect.stringMatching(/^ {2}pod: Unhealthy: Readiness probe failed: .*503/),
        ]);
    });

    test("of pods that no node has room for tells the scheduler's words", () => {
        expect(wordsOf("large")).toEqual([
            expect.stringMatching(/^0 of 2 pods are ready, after 20 s/),
            expect.stringMatching(/^ {2}pod has no node: 0\/\d+ nodes are available: .*Insufficient cpu/),
        ]);
    });

    test("of pods whose settings are not there names them", () => {
        expect(wordsOf("settings")).toEqual([
            expect.stringMatching(/does not start \(CreateContainerConfigError\)/),
            '  pod: app waits: CreateContainerConfigError: configmap "settings" not found',
        ]);
    });
});
