import * as pulumi from "@pulumi/pulumi";
import { type ProviderArgs, thinProvider } from "../dynamic/thin";
import type { ProbeInputs } from "./inputs";
import type { PauseInputs } from "./pauseProvider";

const gate = thinProvider("gate");
const check = thinProvider("check");
const pause = thinProvider("pause");

/** Comes before the weights: refuses visitors for a release that is not fit. Acts only when releases or weights change. */
export class SwitchGate extends pulumi.dynamic.Resource {
    constructor(name: string, args: ProviderArgs<ProbeInputs>, opts?: pulumi.CustomResourceOptions) {
        super(gate, name, { ...args }, opts, "blue-green", "SwitchGate");
    }
}

/** Comes after the weights: fails the update unless fresh clients see them. One that failed runs again at the next update. */
export class SwitchCheck extends pulumi.dynamic.Resource {
    constructor(name: string, args: ProviderArgs<ProbeInputs>, opts?: pulumi.CustomResourceOptions) {
        super(check, name, { ...args }, opts, "blue-green", "SwitchCheck");
    }
}

/** The time between the two halves of a switch. */
export class SwitchPause extends pulumi.dynamic.Resource {
    constructor(name: string, args: ProviderArgs<PauseInputs>, opts?: pulumi.CustomResourceOptions) {
        super(pause, name, { ...args }, opts, "blue-green", "SwitchPause");
    }
}
