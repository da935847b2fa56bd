import { type App, COLORS, type PerColor, type Releases, type Session, type TierWeights } from "../release";
import type { StatusSource } from "./status";

/** What gate and check need to know of a tier. */
export interface ProbedTier {
    readonly name: string;
    readonly healthPath: string;
    readonly warmupPaths: readonly string[];
    readonly instances: number;
}

/** What gate and check need to know: the front door, and who is to get what. */
export interface ProbeInputs extends StatusSource {
    readonly app: string;
    /** Front door as visitors see it. */
    readonly url: string;
    /** Host to connect to instead of the URL's, whose name may not lead there yet. Default: the URL's. */
    readonly via?: string;
    /** Header that pins a request. */
    readonly header: string;
    readonly tiers: readonly ProbedTier[];
    readonly releases: Releases;
    /** Signed pins; a color without one is pinned by its release id. */
    readonly pins?: PerColor<string>;
    readonly weights: TierWeights;
    /** Instances that a color is to have, a tier, where the colors differ. Default: those of the tier. */
    readonly sizes?: PerColor<Readonly<Record<string, number>>>;
    readonly freshClients: number;
    readonly deadlineSeconds: number;
    /** How long fresh clients must see nothing else, for routers that take over weights bit by bit. Default: one look. */
    readonly settleSeconds?: number;
}

/** The tiers as gate and check see them. */
export function probedTiers(app: Pick<App, "tiers">): ProbedTier[] {
    return app.tiers.map(({ name, health, warmupPaths, instances }) => ({
        name,
        healthPath: health.path,
        warmupPaths,
        instances,
    }));
}

/** The header that pins a probe. */
export function pinHeader(session: Pick<Session, "headers">): string {
    return session.headers[0] ?? "X-Release";
}

/** What the pin header says for a release. */
export function pinFor({ pins, releases }: Pick<ProbeInputs, "pins" | "releases">, release: string): string {
    const color = COLORS.find((one) => releases[one] === release);
    return (color && pins?.[color]) ?? release;
}

/** What decides whether a gate or a check has to act again. */
export function decisive({ url, tiers, releases, weights }: ProbeInputs) {
    return { url, tiers, releases, weights };
}
