import { GatewayBlueGreen, type GatewayBlueGreenArgs } from "../../../components/kubernetes";
import { applied, readRoutes } from "../../../components/kubernetes/api/routes";
import { LABELS } from "../../../components/kubernetes/names";
import { type GatewayPlanInputs, gatewayRefusals } from "../../../components/kubernetes/refusals";
import type { HttpRouteRule } from "../../../components/kubernetes/routes/httpRoute";
import { Recorder, type Registered } from "../harness";
import { FakeCluster } from "../kubernetes/fakeCluster";
import { gatewayArgs, gatewayMade, gatewayRelease } from "../kubernetes/gatewayApp";
import { decide, shares } from "../kubernetes/gatewayModel";
import { type Named, named, orderOf, same, withEntry } from "./entries";
import type { Model } from "./exploration";
import type { Step } from "./explorer";
import { type Answers, answersBy, ERROR } from "./visitors";

/** An object as it was applied. */
interface Applied {
    readonly metadata: {
        readonly name: string;
        readonly namespace: string;
        readonly labels: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
    };
    readonly spec: { readonly rules?: readonly HttpRouteRule[] };
}

/** Pods of a Deployment: of one release, or of several while they are replaced. */
interface Pods {
    readonly releases: readonly string[];
    readonly sure: boolean;
}

/** What the API server has, and what the Gateway has taken over of it. */
interface KubernetesWorld {
    readonly routes: Named<Applied>;
    readonly obeyed: Named<Applied>;
    readonly services: Named<Applied>;
    /** By tier and color. */
    readonly pods: Named<Pods>;
}

/** What a config declares, and in which order. */
interface KubernetesDeclared extends Omit<KubernetesWorld, "obeyed"> {
    /** Names of resources by what they make or wait for. */
    readonly resources: {
        readonly routes: Named<string>;
        readonly services: Named<string>;
        readonly pods: Named<{ readonly make: string; readonly wait: string }>;
        readonly obeyed: Named<readonly string[]>;
    };
    readonly before: ReadonlyMap<string, readonly string[]>;
    readonly plan: GatewayPlanInputs;
}

/** `GatewayBlueGreen`, by its own order and the Gateway API's rules of precedence. */
export const kubernetesModel: Model<KubernetesWorld, KubernetesDeclared> = {
    declare: (blue, green, traffic) =>
        declared({
            blue: blue ? gatewayRelease(blue) : undefined,
            green: green ? gatewayRelease(green) : undefined,
            traffic,
        }),
    idle: ({ routes, services, pods }) => ({ routes, obeyed: routes, services, pods }),
    refuses,
    steps,
    answers,
};

const placeOf = ({ [LABELS.tier]: tier, [LABELS.color]: color }: Named<string>) => `${tier} ${color}`;

/** By the component itself, under mocks. */
async function declared(changes: Partial<GatewayBlueGreenArgs>): Promise<KubernetesDeclared> {
    const recorder = await Recorder.start(gatewayMade);
    new GatewayBlueGreen("shop", gatewayArgs(changes));
    const all = await recorder.settled();
    const of = (type: string) => all.filter((one) => one.type.endsWith(type));
    const object = ({ inputs }: Registered) => inputs as unknown as Applied;
    const routes = of(":HTTPRoute");
    const services = of(":Service");
    const deployments = of(":Deployment");
    const nameOf = (one: Registered) => object(one).metadata.name;
    return {
        routes: named(routes.map((one) => [nameOf(one), object(one)])),
        services: named(services.map((one) => [nameOf(one), object(one)])),
        pods: named(
            deployments.map((one) => {
                const { labels } = object(one).metadata;
                return [placeOf(labels), { releases: [labels[LABELS.release] ?? ""], sure: true }];
            }),
        ),
        resources: {
            routes: named(routes.map((one) => [nameOf(one), one.name])),
            services: named(services.map((one) => [nameOf(one), one.name])),
            pods: named(
                deployments.map((one) => {
                    const wait = of(":WorkloadRollout").find(({ inputs }) => inputs.deployment === nameOf(one));
                    if (!wait) throw new Error(`nobody waits for ${one.name}`);
                    return [placeOf(object(one).metadata.labels), { make: one.name, wait: wait.name }];
                }),
            ),
            obeyed: named(of(":RoutesProgrammed").map(({ name, inputs }) => [name, inputs.routes as string[]])),
        },
        before: orderOf(all),
        plan: of(":GatewayPlan")[0]?.inputs as unknown as GatewayPlanInputs,
    };
}

async function refuses({ routes, services }: KubernetesWorld, { plan }: KubernetesDeclared): Promise<boolean> {
    const cluster = new FakeCluster()
        .put("httproutes", ...Object.values(routes))
        .put("services", ...Object.values(services));
    const found = await readRoutes(cluster, plan.gateway);
    const count = { left: { blue: 0, green: 0 } };
    return gatewayRefusals({ routes: found, applied: applied(found, plan.gateway), count }, plan, undefined).length > 0;
}

/** What an update writes that takes a world to what is declared. The Gateway takes over a route at any time after it was written. */
function steps(world: KubernetesWorld, wanted: KubernetesDeclared): Step<KubernetesWorld>[] {
    const { resources } = wanted;
    const after = (name: string) => wanted.before.get(name) ?? [];
    const put = (kind: "routes" | "services") =>
        Object.entries(wanted[kind])
            .filter(([name, object]) => !same(world[kind][name], object))
            .map(([name, object]) => ({
                name: resources[kind][name] ?? "",
                after: after(resources[kind][name] ?? ""),
                apply: (now: KubernetesWorld) => ({ ...now, [kind]: withEntry(now[kind], name, object) }),
            }));
    const takes = (name: string) => `the Gateway takes over ${name}`;
    const lagging = Object.keys(wanted.routes).filter((name) => !same(world.obeyed[name], wanted.routes[name]));
    const taken = lagging.map((name) => ({
        name: takes(name),
        after: [resources.routes[name] ?? ""],
        apply: (now: KubernetesWorld) => ({ ...now, obeyed: withEntry(now.obeyed, name, now.routes[name]) }),
    }));
    const obeyed = Object.entries(resources.obeyed).map(([name, routes]) => ({
        name,
        after: [...after(name), ...routes.map(takes)],
        apply: (now: KubernetesWorld) => now,
    }));
    const rolled = Object.entries(wanted.pods)
        .filter(([place, pods]) => !same(world.pods[place], pods))
        .flatMap(([place, pods]) => {
            const { make = "", wait = "" } = resources.pods[place] ?? {};
            const set = (what: (now: Pods | undefined) => Pods) => (now: KubernetesWorld) => ({
                ...now,
                pods: withEntry(now.pods, place, what(now.pods[place])),
            });
            return [
                { name: make, after: after(make), apply: set((now) => replacing(now, pods)) },
                { name: wait, after: [make, ...after(wait)], apply: set(() => pods) },
            ];
        });
    const first = [...put("services"), ...rolled, ...put("routes"), ...taken, ...obeyed];
    // The engine deletes last.
    const last = (["services", "pods"] as const).flatMap((kind) =>
        Object.keys(world[kind])
            .filter((name) => wanted[kind][name] === undefined)
            .map((name) => ({
                name: `delete ${name}`,
                after: first.map((step) => step.name),
                apply: (now: KubernetesWorld) => ({ ...now, [kind]: withEntry<unknown>(now[kind], name, undefined) }),
            })),
    );
    return [...first, ...last];
}

/** While pods are replaced, those of either release may be there or not. */
function replacing(now: Pods | undefined, { releases }: Pods): Pods {
    const all = [...new Set([...(now?.releases ?? []), ...releases])].sort();
    return { releases: all, sure: now?.sure === true && all.length === 1 };
}

/** What the Gateway answers in a world. */
function answers({ obeyed, services, pods }: KubernetesWorld): Answers {
    const routes = Object.entries(obeyed).map(([name, { spec }]) => ({ name, createdAt: 0, rules: spec.rules ?? [] }));
    return answersBy((_tier, request) => {
        const chosen = decide(routes, request, "whole");
        const names = chosen ? Object.keys(shares(chosen)) : [];
        return new Set(names.length > 0 ? names.flatMap((name) => answersOf(services[name], pods)) : [ERROR]);
    });
}

/** A Service leads to pods of its own release only; without any of them the Gateway answers an error. */
function answersOf(service: Applied | undefined, pods: Named<Pods>): string[] {
    if (!service) return [ERROR];
    const release = service.metadata.labels[LABELS.release] ?? "";
    const { releases, sure } = pods[placeOf(service.metadata.labels)] ?? { releases: [], sure: false };
    return releases.includes(release) ? [release, ...(sure ? [] : [ERROR])] : [ERROR];
}
