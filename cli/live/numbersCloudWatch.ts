import { COLORS } from "../../components/release";
import type { App } from "../stack/apps";
import type { NumbersSource } from "./numbers";

/** A metric is of a whole minute, and may come two minutes after it. */
const LATE_SECONDS = 180;

/** CloudWatch's metrics of the target groups, by the minute. */
export function cloudWatchNumbers({ source: { alb } }: App): NumbersSource | undefined {
    if (!alb) return undefined;
    const groups = COLORS.flatMap((color) =>
        Object.entries(alb.targetGroups[color]).map(([tier, arn]) => ({ color, tier, arn })),
    );
    return {
        name: "CloudWatch",
        lateSeconds: LATE_SECONDS,
        async open(from) {
            return async (now) => {
                // Loaded by need: the clients of the API are large.
                const { readNumbers } = require("./cloudWatch") as typeof import("./cloudWatch");
                const { withClients } =
                    require("../../components/aws/api/clients") as typeof import("../../components/aws/api/clients");
                return withClients({ arn: alb.listenerArn, profile: alb.profile }, ({ metrics }) =>
                    readNumbers(metrics, { loadBalancer: alb.loadBalancer, groups, from, now }),
                );
            };
        },
    };
}
