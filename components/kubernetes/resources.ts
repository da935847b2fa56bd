import * as pulumi from "@pulumi/pulumi";
import { type ProviderArgs, thinProvider } from "../dynamic/thin";
import type { StandbySince } from "../release/switchFacts";
import type { RoutesProgrammedInputs } from "./providers/programmed";
import type { WorkloadRolloutInputs } from "./providers/rollout";
import type { GatewayPlanInputs } from "./refusals";

const MODULE = "blue-green";
const plan = thinProvider("gatewayPlan");
const rollout = thinProvider("workloadRollout");
const programmed = thinProvider("routesProgrammed");

/** Refuses what would hurt before anything is changed, by what the cluster serves. */
export class GatewayPlan extends pulumi.dynamic.Resource {
    declare readonly since: pulumi.Output<StandbySince>;

    constructor(name: string, args: ProviderArgs<GatewayPlanInputs>, opts?: pulumi.CustomResourceOptions) {
        super(plan, name, { ...args, since: undefined }, opts, MODULE, "GatewayPlan");
    }
}

/** Waits until a Deployment runs what it was given, ready and in full size; fails the update with the pods' last words when it does not. */
export class WorkloadRollout extends pulumi.dynamic.Resource {
    constructor(name: string, args: ProviderArgs<WorkloadRolloutInputs>, opts?: pulumi.CustomResourceOptions) {
        super(rollout, name, { ...args }, opts, MODULE, "WorkloadRollout");
    }
}

/** Waits until the Gateway's controller has taken over routes as they are now; fails the update with its conditions when it does not. */
export class RoutesProgrammed extends pulumi.dynamic.Resource {
    constructor(name: string, args: ProviderArgs<RoutesProgrammedInputs>, opts?: pulumi.CustomResourceOptions) {
        super(programmed, name, { ...args }, opts, MODULE, "RoutesProgrammed");
    }
}
