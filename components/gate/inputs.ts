import type { App, Releases, Session, TierWeights } from "../release";

/** What gate and check need to know of a tier. */
export interface ProbedTier {
    readonly name: string;
    readonly healthPath: string;
    readonly warmupPaths: readonly string[];
    readonly instances: number;
}

/** What gate and check need to know: the front door, and who is to get what. */
export interface ProbeInputs {
    readonly app: string;
    /** Front door as seen from where Pulumi runs. */
    readonly url: string;
    readonly statusUrl: string;
    /** Header that pins a request. */
    readonly header: string;
    readonly tiers: readonly ProbedTier[];
    readonly releases: Releases;
    readonly weights: TierWeights;
    readonly freshClients: number;
    readonly deadlineSeconds: number;
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

/** What decides whether a gate or a check has to act again. */
export function decisive({ url, tiers, releases, weights }: ProbeInputs) {
    return { url, tiers, releases, weights };
}
