import * as pulumi from "@pulumi/pulumi";
import {
    type Color,
    type CommandArgs,
    type PerColor,
    type Releases,
    retireCommand,
    switchoverCommand,
    type Traffic,
    weightsOf,
} from "../release";

/** What the outputs of an app tell of. */
export interface OutputContext {
    readonly app: string;
    readonly releases: Releases;
    readonly traffic: Traffic;
    readonly keys: Required<CommandArgs>;
    readonly url: pulumi.Input<string>;
    /** Signed pins; a color without one is pinned by its release id. */
    readonly pins?: PerColor<pulumi.Input<string>>;
    /** Link that opens the release of a pin. */
    readonly preview: (pin: string) => pulumi.Input<string>;
    /** What must have succeeded before any of it is told. */
    readonly after: pulumi.Output<unknown>;
}

/** The outputs that every target has, told only when fresh clients saw what they say. */
export function appOutputs({ app, releases, pins, traffic, keys, url, preview, after }: OutputContext) {
    const applied = <T>(value: pulumi.Input<T>) => pulumi.all([after, value]).apply(([, one]) => one as T);
    const weights = weightsOf(traffic);
    const context = { app, stack: pulumi.getStack(), releases, traffic, keys };
    const link = (color: Color) => {
        const release = releases[color];
        if (release === undefined) return "";
        const pin = pins?.[color];
        return pin === undefined ? preview(release) : pulumi.output(pin).apply((one) => pulumi.output(preview(one)));
    };
    return {
        url: applied(url),
        activeColor: applied<string>(traffic.active),
        blueRelease: applied(releases.blue ?? ""),
        greenRelease: applied(releases.green ?? ""),
        blueWeight: applied(weights.blue),
        greenWeight: applied(weights.green),
        bluePreviewUrl: applied(link("blue")),
        greenPreviewUrl: applied(link("green")),
        switchover: applied(switchoverCommand(context)),
        retire: applied(retireCommand(context)),
    };
}
