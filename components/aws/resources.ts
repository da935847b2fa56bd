import * as pulumi from "@pulumi/pulumi";
import { type ProviderArgs, thinProvider } from "../dynamic/thin";
import type { StandbySince } from "../release/switchFacts";
import type { RolloutInputs } from "./providers/rollout";
import type { AlbPlanInputs } from "./refusals";

const MODULE = "blue-green";
const plan = thinProvider("albPlan");
const rollout = thinProvider("albRollout");

/** Refuses what would hurt before anything is changed, by what the load balancer serves. */
export class AlbPlan extends pulumi.dynamic.Resource {
    declare readonly since: pulumi.Output<StandbySince>;

    constructor(name: string, args: ProviderArgs<AlbPlanInputs>, opts?: pulumi.CustomResourceOptions) {
        super(plan, name, { ...args, since: undefined }, opts, MODULE, "AlbPlan");
    }
}

/** Waits until a service runs what it was given, healthy and in full size; fails the update when it does not. */
export class Rollout extends pulumi.dynamic.Resource {
    constructor(name: string, args: ProviderArgs<RolloutInputs>, opts?: pulumi.CustomResourceOptions) {
        super(rollout, name, { ...args }, opts, MODULE, "Rollout");
    }
}
