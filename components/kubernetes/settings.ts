import { TIER_NAME, URL_WITHOUT_PATH } from "../common/checks";
import { markedPins, type PinSecrets, pinSecrets } from "../common/pins";
import { imageMistakes, sizesOf } from "../common/releases";
import {
    COLORS,
    Cookieless,
    type Mistake,
    mistake,
    normalise,
    onEveryTier,
    type PerColor,
    type Settings,
    type TierWeights,
    weightsOf,
} from "../release";
import { check, number, RELEASE_ID, type Requirement, trueOrFalse, wholeNumber } from "../release/rules";
import type { CensusSource } from "./api/source";
import type { GatewayBlueGreenArgs, GatewayTierArgs } from "./args";
import { CAPABILITIES, type Controller } from "./capabilities";
import { censusSettings } from "./censusSettings";
import { APP_NAME, HOSTS, LABEL_END } from "./common/checks";
import { controllerOf } from "./controller";
import { namespaceName } from "./names";
import { pieceMistakes } from "./pieceMistakes";
import { httpRoutes, type RoutePlan } from "./routes/httpRoutes";
import { limitMistakes, pathMistakes } from "./routes/limits";

/** The arguments with every default filled in, and all that is wrong with them. */
export interface GatewaySettings extends Settings {
    readonly weights: TierWeights;
    /** Instances of the colors that are on, a tier. */
    readonly sizes: PerColor<Readonly<Record<string, number>>>;
    readonly namespace: string;
    readonly controller: Controller;
    readonly routes: RoutePlan;
    readonly hosts: readonly string[];
    /** Front door as visitors see it. */
    readonly url: string;
    readonly census: CensusSource | undefined;
    readonly settleSeconds: number;
    readonly routeSeconds: number;
    readonly startSeconds: Readonly<Record<string, number>>;
    readonly ports: Readonly<Record<string, number>>;
    readonly pinSecrets: PinSecrets;
}

const FIRST_HOST: Requirement = {
    holds: (value) => !String(value).startsWith("*"),
    rule: "must start with a host name without wildcard, which the outputs show",
};
const ADDRESS: Requirement = {
    holds: (value) => /^[A-Za-z0-9.:-]{1,253}$/.test(String(value)),
    rule: "must be a host name or an address",
};

/** Checks what {@link GatewayBlueGreen} was given and fills in the defaults. Never throws; collects every mistake. */
export function gatewaySettings(name: string, stack: string, args: GatewayBlueGreenArgs): GatewaySettings {
    const session = { cookieless: Cookieless.None, ...args.session };
    const common = normalise(name, { ...args, session });
    const mistakes: Mistake[] = [...common.mistakes];
    const { app, releases, traffic } = common;
    check(mistakes, "name", name, APP_NAME);
    if (session.cookieless === Cookieless.SourceAddress) {
        const rule = "must be none, since a Gateway cannot tie by source address";
        mistakes.push(mistake("session.cookieless", rule, session.cookieless));
    }
    const controller = controllerOf(args.controller, mistakes);
    const { queryMatch, backendResponseFilter } = CAPABILITIES[controller];
    const declared = Object.keys(args.tiers ?? {});
    for (const tier of declared)
        if (TIER_NAME.holds(tier)) check(mistakes, `tiers.${tier}`, tier, LABEL_END, "rename it");
    for (const color of COLORS) {
        const id = releases[color];
        if (RELEASE_ID.holds(id)) check(mistakes, `${color}.release`, id, LABEL_END, "give it another id");
    }
    const hosts = check(mistakes, "hosts", args.hosts ?? [], HOSTS);
    const url = urlOf(args, mistakes);
    if (args.routerAddress !== undefined) check(mistakes, "routerAddress", args.routerAddress, ADDRESS);
    const secure = url.startsWith("https:");
    if (app.session.sameSite === "None" && !secure) {
        mistakes.push(mistake("session.sameSite", "None needs TLS", "None", "use Lax, or a front door with TLS"));
    }
    const perTier = (field: "port" | "startSeconds", fallback: number, rule: Requirement) =>
        Object.fromEntries(
            declared.map((tier) => {
                const given: Partial<GatewayTierArgs> = args.tiers[tier] ?? {};
                return [tier, check(mistakes, `tiers.${tier}.${field}`, given[field] ?? fallback, rule)];
            }),
        );
    const ports = perTier("port", 8080, wholeNumber(1024, 65535));
    const startSeconds = perTier("startSeconds", 600, wholeNumber(10, 3600));
    const least = (tier: string) => args.tiers[tier]?.pod?.autoscaling?.minInstances;
    const sizes = sizesOf(args, common, least, mistakes);
    const weights = onEveryTier(app, weightsOf(traffic));
    mistakes.push(...imageMistakes(args, declared), ...pathMistakes(app));
    const namespace = args.namespace?.name ?? namespaceName(name, stack);
    // What the app's own rules refuse already need not be told twice.
    const told = new Set(mistakes.map(({ where }) => where));
    mistakes.push(...pieceMistakes(name, namespace, args).filter(({ where }) => !told.has(where)));
    const setsCookie = check(mistakes, "routerSetsCookie", args.routerSetsCookie ?? backendResponseFilter, trueOrFalse);
    const secrets = pinSecrets(args.pins, releases, mistakes);
    const pins = markedPins(releases, secrets);
    const routes: RoutePlan = { app, releases, pins, weights, queryMatch, setsCookie, secure };
    const settings = {
        ...common,
        weights,
        sizes,
        namespace,
        controller,
        routes,
        hosts,
        url,
        census: censusSettings(args.census, controller, ports, mistakes),
        settleSeconds: check(mistakes, "settleSeconds", args.settleSeconds ?? 5, number(0, 600)),
        routeSeconds: check(mistakes, "routeSeconds", args.routeSeconds ?? 120, wholeNumber(1, 3600)),
        startSeconds,
        ports,
        pinSecrets: secrets,
        mistakes,
    };
    // What has mistakes of its own may not fit either, and one message is enough.
    if (mistakes.length === 0) mistakes.push(...limits(routes, args.session?.aliases === true));
    return settings;
}

/** Both colors count, so that a second release meets no limit that the first did not. */
function limits(plan: RoutePlan, aliases: boolean): Mistake[] {
    const releases = Object.fromEntries(COLORS.map((color) => [color, plan.releases[color] ?? color]));
    return limitMistakes(httpRoutes({ ...plan, releases }), aliases);
}

function urlOf({ publicUrl, hosts = [], gateway }: GatewayBlueGreenArgs, mistakes: Mistake[]): string {
    if (publicUrl !== undefined) return check(mistakes, "publicUrl", publicUrl, URL_WITHOUT_PATH);
    const [host] = hosts;
    if (host === undefined) {
        const rule = "must be given where publicUrl is not";
        mistakes.push(mistake("hosts", rule, hosts, "name the hosts of the app, or the URL that leads to it"));
    } else {
        check(mistakes, "hosts", host, FIRST_HOST);
    }
    return `${gateway?.plainHttp ? "http" : "https"}://${host}`;
}
