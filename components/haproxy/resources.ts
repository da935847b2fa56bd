import * as pulumi from "@pulumi/pulumi";
import { type ProviderArgs, thinProvider } from "../dynamic/thin";
import type { FolderInputs } from "./providers/folder";
import type { InstancesInputs } from "./providers/instances";
import type { PlanInputs } from "./providers/plan";
import type { RouterInputs } from "./providers/router";
import type { TrafficInputs } from "./providers/traffic";
import type { Instance } from "./runtime/instances";

const MODULE = "blue-green";
const folder = thinProvider("folder");
const plan = thinProvider("plan");
const instances = thinProvider("instances");
const router = thinProvider("router");
const traffic = thinProvider("traffic");

/** The app's own folder for configuration, sockets, records and logs. */
export class StateFolder extends pulumi.dynamic.Resource {
    declare readonly path: pulumi.Output<string>;
    declare readonly statsPort: pulumi.Output<number>;

    constructor(name: string, args: ProviderArgs<FolderInputs>, opts?: pulumi.CustomResourceOptions) {
        super(folder, name, { ...args, owner: undefined }, opts, MODULE, "StateFolder");
    }
}

/** Refuses what would hurt before anything is changed. */
export class ReleasePlan extends pulumi.dynamic.Resource {
    constructor(name: string, args: ProviderArgs<PlanInputs>, opts?: pulumi.CustomResourceOptions) {
        super(plan, name, { ...args }, opts, MODULE, "ReleasePlan");
    }
}

/** The instances of one tier and color. */
export class Instances extends pulumi.dynamic.Resource {
    declare readonly running: pulumi.Output<Instance[]>;

    constructor(name: string, args: ProviderArgs<InstancesInputs>, opts?: pulumi.CustomResourceOptions) {
        super(instances, name, { ...args, running: undefined }, opts, MODULE, "Instances");
    }
}

/** HAProxy with its servers and pins. */
export class Router extends pulumi.dynamic.Resource {
    declare readonly pid: pulumi.Output<number>;

    constructor(name: string, args: ProviderArgs<RouterInputs>, opts?: pulumi.CustomResourceOptions) {
        super(router, name, { ...args, pid: undefined, digest: undefined }, opts, MODULE, "Router");
    }
}

/** The weights of new visitors. */
export class Traffic extends pulumi.dynamic.Resource {
    constructor(name: string, args: ProviderArgs<TrafficInputs>, opts?: pulumi.CustomResourceOptions) {
        super(traffic, name, { ...args }, opts, MODULE, "Traffic");
    }
}
