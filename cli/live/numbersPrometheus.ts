import type { AskPrometheus } from "../../components/kubernetes/api/prometheus";
import { CAPABILITIES, type Controller } from "../../components/kubernetes/capabilities";
import { requestsOf } from "../../components/kubernetes/common/requests";
import { serviceName } from "../../components/kubernetes/names";
import { COLORS, type Color } from "../../components/release";
import type { App } from "../stack/apps";
import type { Numbers, NumbersSource, Served } from "./numbers";

/** Least span to ask about: servers collect once in some seconds. */
const LEAST_SECONDS = 60;

/** The counters of a Gateway's controller, where a Prometheus server has them and we know their names. */
export function prometheusNumbers(app: App, askPrometheus?: AskPrometheus): NumbersSource | undefined {
    const place = app.prometheus;
    const metrics = place && CAPABILITIES[place.controller as Controller]?.metrics;
    if (!metrics) return undefined;
    // Loaded by need: with HAProxy nobody asks there.
    const { askOverHttp, filledIn, queried } =
        require("../../components/kubernetes/api/prometheus") as typeof import("../../components/kubernetes/api/prometheus");
    const { url, namespace } = place;
    const served = async (service: string, seconds: string): Promise<Served> => {
        const { requests, errors, time } = metrics;
        const [all = 0, failed = 0, sum = 0, answers = 0] = await Promise.all(
            [requests, errors, time.sum, time.count].map((counters) =>
                queried(
                    url,
                    filledIn(requestsOf(counters), { service, namespace, seconds }),
                    askPrometheus ?? askOverHttp,
                ),
            ),
        );
        return {
            requests: Math.round(all),
            errors: Math.round(failed),
            ...(answers > 0 ? { latencyMs: (sum / answers) * time.unitMs } : {}),
        };
    };
    const ofColor = async (color: Color, seconds: string) => {
        const release = app.releases[color];
        if (release === undefined) return {};
        const tiers = app.tiers.map(
            async ({ name }) => [name, await served(serviceName(place.app, name, color, release), seconds)] as const,
        );
        return Object.fromEntries(await Promise.all(tiers));
    };
    return {
        name: "Prometheus",
        lateSeconds: LEAST_SECONDS,
        async open(from) {
            return async (now): Promise<Numbers> => {
                const seconds = String(Math.max(LEAST_SECONDS, Math.ceil((now - from) / 1000)));
                const told = COLORS.map(async (color) => [color, await ofColor(color, seconds)] as const);
                return Object.fromEntries(await Promise.all(told));
            };
        },
    };
}
