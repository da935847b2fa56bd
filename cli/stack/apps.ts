import type { ProbedTier, ProbeInputs } from "../../components/gate/inputs";
import type { StatusSource } from "../../components/gate/status";
import {
    argumentKeys,
    COLORS,
    type Color,
    commandKeys,
    type PerColor,
    parseColor,
    type Releases,
} from "../../components/release";
import { notFound } from "../failure";
import type { Resource, StackState } from "./state";

/** Routers that an app may be behind, by the name of its component. */
const TARGETS: Readonly<Record<string, string>> = {
    HaproxyBlueGreen: "haproxy",
    AlbBlueGreen: "aws",
    GatewayBlueGreen: "kubernetes",
};
const COMPONENT = /^blue-green:index:(\w+)$/;
const child = (kind: string) => `pulumi-nodejs:dynamic/blue-green:${kind}`;
const PLANS = [child("ReleasePlan"), child("AlbPlan"), child("GatewayPlan")];

/** Config keys of what the command changes; empty for one that the program does not read. */
export interface Keys {
    readonly active: string;
    readonly canary: string;
    readonly epoch: string;
    readonly force: string;
    readonly release: { readonly [C in Color]: string };
}

/** An app of the stack, as the last update left it. */
export interface App {
    readonly name: string;
    readonly target: string;
    readonly keys: Keys;
    readonly url: string;
    /** Host to connect to instead of the URL's. */
    readonly via: string | undefined;
    /** Header that pins a request. */
    readonly header: string;
    readonly tiers: readonly ProbedTier[];
    /** Instances that a color is to have, a tier, where the colors differ. */
    readonly sizes: ProbeInputs["sizes"];
    /** Where its router tells of itself. */
    readonly source: StatusSource;
    /** What counts requests in a cluster, where its census is asked there. */
    readonly prometheus: PrometheusPlace | undefined;
    /** Folder of the router's own records, where they are files of this machine. */
    readonly folder: string | undefined;
    /** Since when a color gets nobody new, where the state tells. */
    readonly since: PerColor<string>;
    readonly deadlineMinutes: number;
    /** How far back its census looks. */
    readonly censusSeconds: number;
    readonly epoch: number;
    /** Undefined where no update has come that far. */
    readonly active: Color | undefined;
    readonly releases: Releases;
    readonly weights: ProbeInputs["weights"];
    readonly previews: PerColor<string>;
}

/** A Prometheus server that collects the metrics of a Gateway's controller. */
export interface PrometheusPlace {
    readonly url: string;
    readonly controller: string;
    readonly namespace: string;
    /** The app as names in the cluster begin with it. */
    readonly app: string;
}

/** All apps of a stack, by name. */
export function appsOf({ resources }: StackState): App[] {
    return resources
        .flatMap((one) => {
            const target = TARGETS[COMPONENT.exec(one.type)?.[1] ?? ""];
            return target
                ? [
                      appOf(
                          one,
                          target,
                          resources.filter(({ parent }) => parent === one.urn),
                      ),
                  ]
                : [];
        })
        .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The app that is meant. Error: no app at all, several and none named, or none of that name. */
export function pickApp(state: StackState, name: string | undefined): App {
    const apps = appsOf(state);
    const names = apps.map((app) => app.name).join(", ");
    const [first, second] = apps;
    if (!first) {
        throw notFound(
            `stack ${state.stack} has no blue-green app; run \`pulumi up\` first, or choose another stack with --stack`,
        );
    }
    if (name !== undefined) {
        const found = apps.find((app) => app.name === name);
        if (!found) throw notFound(`--app: stack ${state.stack} has no app "${name}"; allowed: ${names}`);
        return found;
    }
    if (second) throw notFound(`--app: stack ${state.stack} has several apps (${names}); name one with --app`);
    return first;
}

interface PlanValues {
    readonly keys?: Readonly<Record<string, string>>;
    readonly epoch?: number;
    readonly folder?: string;
    readonly since?: PerColor<string>;
    readonly drain?: { readonly deadlineMinutes?: number };
}

interface ComponentInputs {
    readonly session?: { readonly idleSeconds?: number };
    readonly drain?: { readonly quietMinutes?: number };
    readonly traffic?: { readonly active?: string; readonly epoch?: number };
    readonly controller?: string;
}

function appOf({ name, inputs, outputs }: Resource, target: string, children: readonly Resource[]): App {
    const valuesOf = <T>(types: readonly string[]) =>
        (children.find(({ type }) => types.includes(type))?.outputs ?? {}) as Partial<T>;
    const plan = valuesOf<PlanValues>(PLANS);
    const gate = valuesOf<ProbeInputs>([child("SwitchGate")]);
    // An update that failed leaves no outputs of the component, but what was checked last.
    const check = valuesOf<ProbeInputs>([child("SwitchCheck")]);
    const { session, drain, traffic, controller = "" } = inputs as ComponentInputs;
    const keys = { ...argumentKeys(commandKeys()), ...plan.keys };
    const weights = check.weights ?? {};
    const text = (value: unknown) => (typeof value === "string" ? value : "");
    return {
        name,
        target,
        keys: {
            active: keys["traffic.active"] ?? "",
            canary: keys["traffic.canaryPercent"] ?? "",
            epoch: keys["traffic.epoch"] ?? "",
            force: keys["drain.force"] ?? "",
            release: { blue: keys["blue.release"] ?? "", green: keys["green.release"] ?? "" },
        },
        url: text(outputs.url) || text(gate.url),
        via: gate.via,
        header: gate.header ?? "X-Release",
        tiers: gate.tiers ?? [],
        sizes: gate.sizes,
        source: { statusUrl: gate.statusUrl, alb: gate.alb, gateway: gate.gateway },
        prometheus: prometheusOf(gate, controller),
        folder: plan.folder,
        since: plan.since ?? {},
        deadlineMinutes: plan.drain?.deadlineMinutes ?? 0,
        censusSeconds: (session?.idleSeconds ?? 1800) + (drain?.quietMinutes ?? 0) * 60,
        epoch: plan.epoch ?? traffic?.epoch ?? 0,
        active: parseColor(text(outputs.activeColor)) ?? heavier(weights) ?? parseColor(text(traffic?.active)),
        releases: check.releases ?? {},
        weights,
        previews: { blue: text(outputs.bluePreviewUrl), green: text(outputs.greenPreviewUrl) },
    };
}

/** The color with the larger share of new visitors. */
function heavier(weights: ProbeInputs["weights"]): Color | undefined {
    const [first] = Object.values(weights);
    return first && COLORS.find((color) => first[color] > 50);
}

function prometheusOf({ gateway }: Partial<ProbeInputs>, controller: string): PrometheusPlace | undefined {
    const census = gateway?.census;
    if (!gateway || census?.by !== "prometheus") return undefined;
    return { url: census.url, controller, namespace: gateway.namespace, app: gateway.app };
}
