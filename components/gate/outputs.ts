import * as pulumi from "@pulumi/pulumi";
import { type CommandArgs, type Releases, retireCommand, switchoverCommand, type Traffic, weightsOf } from "../release";

/** What the outputs of an app tell of. */
export interface OutputContext {
    readonly app: string;
    readonly releases: Releases;
    readonly traffic: Traffic;
    readonly keys: Required<CommandArgs>;
    readonly url: pulumi.Input<string>;
    /** Link that opens a release. */
    readonly preview: (release: string) => pulumi.Input<string>;
    /** What must have succeeded before any of it is told. */
    readonly after: pulumi.Output<unknown>;
}

/** The outputs that every target has, told only when fresh clients saw what they say. */
export function appOutputs({ app, releases, traffic, keys, url, preview, after }: OutputContext) {
    const applied = <T>(value: pulumi.Input<T>) => pulumi.all([after, value]).apply(([, one]) => one as T);
    const weights = weightsOf(traffic);
    const context = { app, stack: pulumi.getStack(), releases, traffic, keys };
    const link = (release: string | undefined) => (release === undefined ? "" : preview(release));
    return {
        url: applied(url),
        activeColor: applied<string>(traffic.active),
        blueRelease: applied(releases.blue ?? ""),
        greenRelease: applied(releases.green ?? ""),
        blueWeight: applied(weights.blue),
        greenWeight: applied(weights.green),
        bluePreviewUrl: applied(link(releases.blue)),
        greenPreviewUrl: applied(link(releases.green)),
        switchover: applied(switchoverCommand(context)),
        retire: applied(retireCommand(context)),
    };
}
