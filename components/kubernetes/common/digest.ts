import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** A text that is another one when the value is. */
export function digestOf(value: pulumi.Input<unknown>): pulumi.Output<string> {
    return pulumi.jsonStringify(value).apply((text) => createHash("sha256").update(text).digest("hex").slice(0, 16));
}
