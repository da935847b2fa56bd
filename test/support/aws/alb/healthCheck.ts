import { type ClientRequest, request } from "node:http";
import { matcherOf } from "./groupLimits";
import type { Address, GroupSettings } from "./shapes";

/** Shortest time for an answer, in real milliseconds: a test's machine is as slow as it is, however fast time runs. */
const PATIENCE = 1000;

/** Why a check failed; nothing when it passed. */
export type Failure = "Target.ResponseCodeMismatch" | "Target.Timeout" | "Target.FailedHealthChecks" | undefined;

/** Checks one target by real requests, until it is stopped. */
export class HealthCheck {
    private timer: NodeJS.Timeout | undefined;
    private asking: ClientRequest | undefined;
    private stopped = false;

    constructor(
        private readonly target: Address,
        private readonly settings: () => GroupSettings,
        private readonly timeScale: number,
        private readonly report: (failure: Failure) => void,
    ) {
        this.timer = setTimeout(() => this.check(), 0);
    }

    stop(): void {
        this.stopped = true;
        clearTimeout(this.timer);
        this.asking?.destroy();
    }

    private check(): void {
        const {
            HealthCheckPath: path,
            HealthCheckTimeoutSeconds: timeout,
            HealthCheckIntervalSeconds: interval,
            Matcher,
        } = this.settings();
        const passes = matcherOf(Matcher.HttpCode);
        const begun = Date.now();
        let over = false;
        const end = (failure: Failure) => {
            if (over || this.stopped) return;
            over = true;
            clearTimeout(this.timer);
            const rest = (interval * 1000) / this.timeScale - (Date.now() - begun);
            this.timer = setTimeout(() => this.check(), Math.max(0, rest));
            this.asking?.destroy();
            this.report(failure);
        };
        this.timer = setTimeout(() => end("Target.Timeout"), Math.max(PATIENCE, (timeout * 1000) / this.timeScale));
        const { Id: host, Port: port } = this.target;
        const headers = { Host: `${host}:${port}`, "User-Agent": "ELB-HealthChecker/2.0", Connection: "close" };
        this.asking = request({ host, port, path, headers, agent: false }, (answer) =>
            end(passes(answer.statusCode ?? 0) ? undefined : "Target.ResponseCodeMismatch"),
        );
        this.asking.on("error", () => end("Target.FailedHealthChecks"));
        this.asking.end();
    }
}
