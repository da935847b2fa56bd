import { checkRange, refuse } from "./albError";
import type { GroupSettings } from "./shapes";

/** Attributes of which the model knows one value only; to take another one would be a silent lie. */
const FIXED: Readonly<Record<string, string>> = {
    "stickiness.enabled": "false",
    "slow_start.duration_seconds": "0",
    "load_balancing.algorithm.type": "round_robin",
};

/** Refuses settings beyond the limits. */
export function checkGroup(settings: GroupSettings, attributes: Readonly<Record<string, string>>): void {
    const {
        HealthCheckIntervalSeconds: interval,
        HealthCheckTimeoutSeconds: timeout,
        HealthCheckPath: path,
    } = settings;
    checkRange("Target group port", settings.Port, 1, 65_535);
    checkRange("Health check interval", interval, 5, 300);
    checkRange("Health check timeout", timeout, 2, 120);
    if (timeout >= interval)
        refuse(`Health check timeout '${timeout}' must be smaller than the interval '${interval}'`);
    checkRange("Healthy threshold count", settings.HealthyThresholdCount, 2, 10);
    checkRange("Unhealthy threshold count", settings.UnhealthyThresholdCount, 2, 10);
    if (!/^\/\S{0,1023}$/.test(path))
        refuse(`Health check path '${path}' must start with '/' and have at most 1024 characters`);
    matcherOf(settings.Matcher.HttpCode);
    deregistrationDelayOf(attributes);
    for (const [name, value] of Object.entries(FIXED)) {
        if ((attributes[name] ?? value) !== value) refuse(`The model knows the attribute '${name}' only as '${value}'`);
    }
}

/** Whether a status is a healthy one: `200`, `200,204` or `200-299`. */
export function matcherOf(codes: string): (status: number) => boolean {
    const ranges = codes.split(",").map((part) => {
        const [from = 0, to = from] = part.split("-").map(Number);
        if (!/^\d{3}(-\d{3})?$/.test(part) || from < 200 || to > 499 || from > to) {
            refuse(`Health check matcher HTTP code '${codes}' must be within '200-499'`);
        }
        return { from, to };
    });
    return (status) => ranges.some(({ from, to }) => status >= from && status <= to);
}

/** In seconds. */
export function deregistrationDelayOf(attributes: Readonly<Record<string, string>>): number {
    const seconds = Number(attributes["deregistration_delay.timeout_seconds"] ?? "300");
    checkRange("Deregistration delay", seconds, 0, 3600);
    return seconds;
}
