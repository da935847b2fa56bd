import type * as pulumi from "@pulumi/pulumi";

/** Arguments of {@link PodTargets}. */
export interface PodTargetsArgs {
    /**
     * The app whose Services lead to the pods, as {@link ColorWorkload} makes them.
     *
     * Unit: none (1 to 30 of a-z, 0-9 and -). Default: none, required.
     * Error: "app: must be 1 to 30 of a-z, 0-9 and -, starting with a letter and ending with a letter or digit, got ...".
     */
    app: string;
    /**
     * The namespace of the pods.
     *
     * Unit: none (name). Default: none, required.
     * Error: "namespace: must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit, got ...".
     */
    namespace: string;
    /**
     * The tiers.
     *
     * Unit: none (names). Default: none, required.
     * Error: "tiers: must be a list of at least one tier's name, got ...".
     */
    tiers: string[];
    /**
     * Release on blue.
     *
     * Unit: none (a release id). Default: off.
     * Error: "blueRelease: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ...".
     */
    blueRelease?: string;
    /**
     * Release on green.
     *
     * Unit: none (a release id). Default: off.
     * Error: "greenRelease: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ...".
     */
    greenRelease?: string;
    /**
     * Target groups of blue, by tier: the output of that name of `AlbBlueGreen`.
     *
     * Unit: none (ARNs). Default: none, required.
     * Error: none.
     */
    blueTargetGroups: pulumi.Input<{ [tier: string]: pulumi.Input<string> }>;
    /**
     * Target groups of green, by tier.
     *
     * Unit: none (ARNs). Default: none, required.
     * Error: none.
     */
    greenTargetGroups: pulumi.Input<{ [tier: string]: pulumi.Input<string> }>;
    /**
     * Security group of the load balancer, which the controller then lets in to the pods.
     *
     * Unit: none (id). Default: none; the cluster's own rules let it in.
     * Error: "loadBalancerSecurityGroupId: must be an id such as sg-0123456789abcdef0, got ...".
     */
    loadBalancerSecurityGroupId?: pulumi.Input<string>;
    /**
     * More labels for all that is created.
     *
     * Unit: none (names and values). Default: none.
     * Error: "labels: must be names and values as Kubernetes takes them, got ...".
     */
    labels?: { [name: string]: string };
}
