import type { LiveStatus, RouterStatus } from "../../components/gate/status";
import { COLORS, type PerColor } from "../../components/release";
import type { App } from "../stack/apps";
import { countOf } from "./censusGateway";

/** Who is left on a color, as its router can count. */
export interface Census {
    /** 0 means that nobody is left. */
    readonly count: number;
    readonly unit: "visitors" | "requests";
    /** How far back was looked. */
    readonly withinSeconds: number;
    /** Of them: by our cookie. */
    readonly visitors?: number;
    /** Of them: addresses that came without it. */
    readonly addresses?: number;
}

/** One way to count. */
interface Counter {
    readonly counts: (app: App) => boolean;
    readonly read: (app: App, status: LiveStatus, now: number) => Promise<PerColor<Census>>;
}

/** The ways to count, by where the router tells of itself; a new target adds its own. */
const COUNTERS: readonly Counter[] = [
    {
        counts: ({ source }) => source.alb !== undefined,
        async read({ source: { alb } }, _status, now) {
            if (!alb) return {};
            // Loaded by need: the clients of the API are large.
            const { censusSeconds, readCensus } =
                require("../../components/aws/api/census") as typeof import("../../components/aws/api/census");
            const { withClients } =
                require("../../components/aws/api/clients") as typeof import("../../components/aws/api/clients");
            const requests = await withClients({ arn: alb.listenerArn, profile: alb.profile }, ({ metrics }) =>
                readCensus(metrics, alb, now),
            );
            const withinSeconds = censusSeconds(alb.idleSeconds);
            return perColor((color) => ({ count: requests[color] ?? 0, unit: "requests", withinSeconds }));
        },
    },
    {
        counts: ({ source }) => source.gateway !== undefined,
        async read({ source: { gateway } }, { colors }) {
            if (!gateway?.census) return {};
            const unit = gateway.census.by === "app" ? "visitors" : "requests";
            const left = await countOf(gateway, { blue: colors.blue?.release, green: colors.green?.release });
            return perColor((color) => {
                const count = left[color];
                return count === undefined ? undefined : { count, unit, withinSeconds: gateway.idleSeconds };
            });
        },
    },
    {
        counts: ({ source }) => source.statusUrl !== undefined,
        async read({ censusSeconds: withinSeconds }, status) {
            const { colors } = status as RouterStatus;
            return perColor((color) => {
                const one = colors[color];
                if (!one) return undefined;
                const { visitors, addresses } = one;
                return {
                    count: visitors + addresses,
                    unit: "visitors",
                    withinSeconds,
                    visitors,
                    addresses,
                };
            });
        },
    },
];

/** Who is left on each color that is on; nothing where nobody can tell. */
export async function readCensus(app: App, status: LiveStatus, now: number): Promise<PerColor<Census>> {
    return (await COUNTERS.find(({ counts }) => counts(app))?.read(app, status, now)) ?? {};
}

function perColor<T>(value: (color: (typeof COLORS)[number]) => T | undefined): PerColor<T> {
    return Object.fromEntries(COLORS.flatMap((color) => [[color, value(color)]]));
}
