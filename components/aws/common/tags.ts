import * as pulumi from "@pulumi/pulumi";

/** Tags as a resource takes them. */
export type OwnTags = pulumi.Input<Record<string, pulumi.Input<string>>>;

/** The caller's tags and our own; ours win, since they tell what a resource is for. */
export function tagged(
    own: Readonly<Record<string, pulumi.Input<string>>>,
    given: pulumi.Input<{ [name: string]: pulumi.Input<string> }> | undefined,
): OwnTags {
    return given === undefined ? { ...own } : pulumi.output(given).apply((tags) => ({ ...tags, ...own }));
}
