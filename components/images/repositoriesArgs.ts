import type * as pulumi from "@pulumi/pulumi";

/** Arguments of {@link AppRepositories}. */
export interface AppRepositoriesArgs {
    /**
     * The app whose images they hold.
     *
     * Unit: none (1 to 30 of A-Z, a-z, 0-9 and -). Default: none, required.
     * Error: "app: must be 1 to 30 of A-Z, a-z, 0-9 and -, and start with a letter, got ...".
     */
    app: string;
    /**
     * The tiers, each of which gets a repository.
     *
     * Unit: none (names). Default: none, required.
     * Error: "tiers: must be a list of at least one tier's name, got ...".
     */
    tiers: string[];
    /**
     * Images that each repository keeps; the oldest go. One that still runs must be among them.
     *
     * Unit: count, 10 to 10000. Default: 100.
     * Error: "keepImages: must be a whole number from 10 to 10000, got ...".
     */
    keepImages?: number;
    /**
     * KMS key that encrypts them. It cannot be changed later.
     *
     * Unit: none (ARN). Default: encrypted by ECR's own key (AES-256).
     * Error: "kmsKeyArn: must be the ARN of a KMS key, got ...".
     */
    kmsKeyArn?: pulumi.Input<string>;
    /**
     * Whether each image is scanned for known weaknesses when it is pushed.
     *
     * Unit: none (true or false). Default: true.
     * Error: "scanOnPush: must be true or false, got ...".
     */
    scanOnPush?: boolean;
    /**
     * Whether the repositories are deleted with all images in them when the stack is destroyed.
     *
     * Unit: none (true or false). Default: false, so that AWS refuses to delete one that has images.
     * Error: "forceDelete: must be true or false, got ...".
     */
    forceDelete?: boolean;
    /**
     * More tags for the repositories.
     *
     * Unit: none (names and values). Default: none.
     * Error: none.
     */
    tags?: pulumi.Input<{ [name: string]: pulumi.Input<string> }>;
}
