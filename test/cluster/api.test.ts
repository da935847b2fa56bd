import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import yaml from "js-yaml";
import type { GatewaySource } from "../../components/kubernetes/api/source";
import { ANNOTATIONS, defaultRouteName, pinsRouteName, serviceName } from "../../components/kubernetes/names";
import type { RoutesProgrammedInputs } from "../../components/kubernetes/providers/programmed";
import type { GatewayPlanInputs } from "../../components/kubernetes/refusals";
import { httpRoutes } from "../../components/kubernetes/routes/httpRoutes";
import { COLORS } from "../../components/release";
import { switchFacts, weightsText } from "../../components/release/switchFacts";
import { Cluster, onCluster } from "../support/kubernetes/cluster";
import { BLUE, HALF, planInputs, SHOP, SINCE, SOURCE } from "../support/kubernetes/fakeShop";
import { contractImage } from "../support/kubernetes/images";
import { gateway, httpRoute } from "../support/kubernetes/objects";
import { Scratch } from "../support/kubernetes/scratch";
import { workload, workloadService } from "../support/kubernetes/workload";
import { runTypescript } from "../support/runTypescript";

const RELEASES = { blue: "v1", green: "v2" } as const;
const TIERS = ["frontend", "backend"] as const;
/** Green is an app that counts three visitors, whatever it is asked. */
const COUNTS = { command: ["node", "-e", "require('http').createServer((_, res) => res.end('3')).listen(8080)"] };

onCluster("the API of a real cluster", () => {
    let cluster: Cluster;
    let scratch: Scratch;
    let source: GatewaySource;
    const folder = mkdtempSync(join(tmpdir(), "bg-cluster-"));

    beforeAll(async () => {
        cluster = Cluster.get();
        scratch = await Scratch.create(cluster);
        const { namespace } = scratch;
        source = { ...SOURCE, namespace, cluster: { kubeconfig: cluster.facts.kubeconfig } };
        const image = await contractImage(cluster);
        for (const color of COLORS) {
            for (const tier of TIERS) {
                const of = { namespace, tier, color, release: RELEASES[color], image };
                const container = color === "green" ? COUNTS : {};
                await scratch.apply(workload({ ...of, container }), workloadService(of));
            }
        }
        await scratch.apply(
            gateway(namespace, "door", cluster.facts.gatewayClass, cluster.facts.gatewayPorts.at(-2) ?? 80),
        );
        for (const color of COLORS) for (const tier of TIERS) await scratch.deployed(`shop-${tier}-${color}`);
        await routes(BLUE);
    });

    afterAll(async () => {
        rmSync(folder, { recursive: true });
        await scratch?.dispose();
    });

    /** The routes as the component makes them, with a weight of the backend's that may be set by hand. */
    async function routes(backend: { blue: number; green: number }): Promise<void> {
        const weights = { frontend: BLUE, backend };
        const plan = { app: SHOP, releases: RELEASES, weights, queryMatch: true, setsCookie: false, secure: false };
        const { pins, defaults } = httpRoutes(plan);
        await route(pinsRouteName("shop"), pins, {});
        for (const tier of TIERS) {
            const facts = {
                ...switchFacts(ANNOTATIONS, "blue", 4, { blue: "", green: SINCE }),
                ...Object.fromEntries(COLORS.map((color) => [ANNOTATIONS.release(color), RELEASES[color]])),
            };
            await route(defaultRouteName("shop", tier), defaults[tier] ?? [], {
                [ANNOTATIONS.weights]: weightsText(BLUE),
                ...(tier === "frontend" ? facts : {}),
            });
        }
    }

    async function route(name: string, rules: readonly object[], annotations: object, parent = "door"): Promise<void> {
        const one = httpRoute(scratch.namespace, name, parent, rules);
        const own = { [ANNOTATIONS.app]: "shop", [ANNOTATIONS.stack]: source.stack, ...annotations };
        await scratch.apply({ ...one, metadata: { ...one.metadata, annotations: own } });
    }

    /** What the plan refuses. */
    async function refused(changes: Partial<GatewayPlanInputs>): Promise<string[]> {
        const door = { namespace: scratch.namespace, name: "door", controller: cluster.facts.gatewayController };
        return runTypescript(
            `const { gatewayPlanProvider } = load("components/kubernetes/providers/plan.ts");
            const { failures = [] } = await gatewayPlanProvider.check(args[0], args[0]);
            if (failures.length === 0) await gatewayPlanProvider.create(args[0]).catch(({ message }) => failures.push({ reason: message }));
            return failures.map(({ reason }) => reason);`,
            [planInputs({ gateway: source, door, ...changes })],
        );
    }

    /** What is said of routes that are waited for; undefined when they are taken over. */
    async function waited(inputs: Partial<RoutesProgrammedInputs>): Promise<string | null> {
        const { namespace } = scratch;
        const all: RoutesProgrammedInputs = {
            ...{ app: "shop", cluster: source.cluster, namespace, gateway: { namespace, name: "door" } },
            ...{ routes: [], revision: "1", deadlineSeconds: 5 },
            ...inputs,
        };
        return runTypescript(
            `const { programmedProvider } = load("components/kubernetes/providers/programmed.ts");
            return programmedProvider.create(args[0]).then(() => null, ({ message }) => message);`,
            [all],
        );
    }

    test("S25 tells what is live", async () => {
        const status = await runTypescript(
            `return load("components/kubernetes/api/status.ts").readGatewayStatus(args[0]);`,
            [source],
        );
        const one = { frontend: 1, backend: 1 };
        expect(status).toEqual({
            ...{ app: "shop", active: "blue", epoch: 4 },
            colors: {
                blue: { release: "v1", weights: { frontend: 100, backend: 100 }, up: one },
                green: { release: "v2", weights: { frontend: 0, backend: 0 }, up: one },
            },
        });
    });

    test("nothing is refused when nothing changes; a stale switch and another stack are", async () => {
        expect(await refused({})).toEqual([]);
        expect(await refused({ epoch: 3 })).toEqual([expect.stringMatching(/^traffic\.epoch: this config is stale/)]);
        expect(await refused({ gateway: { ...source, stack: "shop/prod" } })).toEqual([
            expect.stringMatching(/^namespace\.name: HTTPRoute shop-\S+ in it belongs to the stack shop\/dev/),
        ]);
    });

    test("weights that somebody set by hand are refused", async () => {
        await routes(HALF);
        expect(await refused({})).toEqual([
            expect.stringMatching(/^traffic: the Gateway gives new visitors of backend blue 50 green 50/),
        ]);
        expect(await refused({ weights: { frontend: BLUE, backend: HALF } })).toEqual([]);
        await routes(BLUE);
    });

    test("S32 the app's census is asked for through the API server", async () => {
        const census = { by: "app", path: "/visitors", ports: { frontend: 8080, backend: 8080 } } as const;
        expect(await refused({ gateway: { ...source, census }, releases: { blue: "v1" } })).toEqual([
            expect.stringMatching(/^green\.release: v2 on green still has 6 visitors/),
        ]);
    });

    test("a Gateway and a class that are not there are refused before anything is made", async () => {
        const { namespace } = scratch;
        const door = { namespace, name: "door", controller: cluster.facts.gatewayController };
        expect(await refused({ door: { ...door, name: "gate" } })).toEqual([
            `gateway.adopt.name: must be a Gateway in namespace ${namespace}, where there is door, got "gate"; create it first, or correct name and namespace`,
        ]);
        expect(await refused({ door: { ...door, className: "none" } })).toEqual([
            expect.stringMatching(
                /^gateway\.className: must be a GatewayClass of the cluster, where there is .+, got "none"/,
            ),
        ]);
    });

    test("routes that the controller has taken over are waited for", async () => {
        const names = [pinsRouteName("shop"), ...TIERS.map((tier) => defaultRouteName("shop", tier))];
        expect(await waited({ routes: names, deadlineSeconds: 60 })).toBeNull();
    });

    test("a route that the controller refuses is told with its conditions", async () => {
        await route(
            "broken",
            [{ backendRefs: [{ name: "none", port: 80 }], matches: [{ path: { value: "/broken" } }] }],
            {},
        );
        expect(await waited({ routes: ["broken"] })).toMatch(
            /HTTPRoute \S+\/broken: ResolvedRefs=False \(BackendNotFound: .*\), says .*; Gateway \S+\/door of class \S+: Accepted=True/,
        );
    });

    test("a route that no controller looks at is told, with what is known of its Gateway", async () => {
        const { namespace } = scratch;
        const dead = { ...gateway(namespace, "dead", `none-${namespace}`, 80) };
        const known = serviceName("shop", "frontend", "blue", "v1");
        await scratch.apply(dead);
        await route("lost", [{ backendRefs: [{ name: known, port: 80 }] }], {}, "dead");
        expect(await waited({ routes: ["lost"], gateway: { namespace, name: "dead" } })).toMatch(
            /HTTPRoute \S+\/lost: no controller has said anything of it; Gateway \S+\/dead of class none-\S+: Accepted=Unknown/,
        );
        await route("lost", [{ backendRefs: [{ name: known, port: 80 }] }], {}, "nowhere");
        expect(await waited({ routes: ["lost"], gateway: { namespace, name: "nowhere" } })).toMatch(
            /Gateway \S+\/nowhere is not there/,
        );
    });

    test("an account without permission is told what to ask for, and needs no more than is documented", async () => {
        const { namespace } = scratch;
        const named = { namespace, name: "deployer" };
        await scratch.apply({ apiVersion: "v1", kind: "ServiceAccount", metadata: named });
        const { status } = await cluster.api.ask<{ status: { token: string } }>(
            "POST",
            `/api/v1/namespaces/${namespace}/serviceaccounts/deployer/token`,
            { body: { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} } },
        );
        const config = yaml.load(readFileSync(cluster.facts.kubeconfig, "utf8")) as { users: { user: object }[] };
        for (const user of config.users) user.user = { token: status.token };
        const kubeconfig = join(folder, "kubeconfig");
        writeFileSync(kubeconfig, yaml.dump(config));
        const as = { gateway: { ...source, cluster: { kubeconfig } } };
        const account = `system:serviceaccount:${namespace}:deployer`;
        expect(await refused(as)).toEqual([
            `cluster: ${account} must be allowed to list httproutes.gateway.networking.k8s.io in namespace ${namespace}, got "forbidden"; ` +
                "bind it to a role with that: kubectl create role blue-green-reader --verb=list " +
                `--resource=httproutes.gateway.networking.k8s.io --namespace ${namespace}`,
        ]);
        await permit(account, ["list"], "gateway.networking.k8s.io", ["httproutes"], "some");
        expect(await refused(as)).toEqual([
            expect.stringContaining(`${account} must be allowed to list services in namespace`),
        ]);
        await permit(account, ["get", "list"], "gateway.networking.k8s.io", ["httproutes"], "routes");
        await permit(account, ["get"], "gateway.networking.k8s.io", ["gateways"], "gateways");
        await permit(account, ["list"], "", ["services", "pods", "events"], "core");
        await permit(account, ["get"], "", ["pods/log", "pods/proxy"], "below");
        await permit(account, ["list"], "discovery.k8s.io", ["endpointslices"], "slices");
        expect(await refused(as)).toEqual([]);
        expect(
            await waited({ cluster: { kubeconfig }, routes: [pinsRouteName("shop")], deadlineSeconds: 60 }),
        ).toBeNull();
    });

    /** A Role for an account, and its binding. */
    async function permit(
        account: string,
        verbs: string[],
        group: string,
        resources: string[],
        name: string,
    ): Promise<void> {
        const metadata = { namespace: scratch.namespace, name };
        const apiVersion = "rbac.authorization.k8s.io/v1";
        const apiGroup = "rbac.authorization.k8s.io";
        await scratch.apply(
            { apiVersion, kind: "Role", metadata, rules: [{ apiGroups: [group], resources, verbs }] },
            {
                ...{ apiVersion, kind: "RoleBinding", metadata },
                ...{ roleRef: { apiGroup, kind: "Role", name }, subjects: [{ apiGroup, kind: "User", name: account }] },
            },
        );
    }
});
