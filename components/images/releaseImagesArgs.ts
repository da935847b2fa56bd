import type * as pulumi from "@pulumi/pulumi";

/** Where the image of one tier comes from: one that exists (`image`), or a folder to build. */
export interface ImageArgs {
    /**
     * An image that exists, by its digest; nothing is built then.
     *
     * Unit: none (`<repository>@sha256:<64 hex digits>`). Default: one is built from `context`.
     * Error: "tiers.<tier>.image: must be an image by its digest, <repository>@sha256:<64 hex digits>, got ...";
     * "tiers.<tier>.<argument>: must be left out when image is given, got ...".
     */
    image?: pulumi.Input<string>;
    /**
     * Folder that the image is built from: one that stays as it is for as long as the release is named, such as a git worktree. When its files
     * change the release would be built again, and the update fails since its tag is taken. A relative path is below the folder of the Pulumi
     * program, and is better than an absolute one: the path is in the state, and another path on another machine counts as a change.
     *
     * Unit: none (path). Default: none, required unless `image` is given.
     * Error: "tiers.<tier>.context: must be a folder that exists, got ...".
     */
    context?: string;
    /**
     * The Dockerfile, below `context`.
     *
     * Unit: none (path). Default: `Dockerfile`.
     * Error: "tiers.<tier>.dockerfile: must be a file that exists, got ...".
     */
    dockerfile?: string;
    /**
     * Stage of the Dockerfile to build.
     *
     * Unit: none (name). Default: the last one.
     * Error: "tiers.<tier>.target: must be a text that is not empty, got ...".
     */
    target?: string;
    /**
     * Build arguments. They can be read in the image: give no secrets.
     *
     * Unit: none (names and values). Default: none.
     * Error: none.
     */
    args?: pulumi.Input<{ [name: string]: pulumi.Input<string> }>;
    /**
     * Operating system and processor that it is built for.
     *
     * Unit: none (`linux/amd64` or `linux/arm64`). Default: `linux/amd64`.
     * Error: "tiers.<tier>.platform: must be linux/amd64 or linux/arm64, got ...".
     */
    platform?: string;
    /**
     * Images whose layers may be used again.
     *
     * Unit: none (image references). Default: those on the machine that builds.
     * Error: "tiers.<tier>.cacheFrom: must be a text that is not empty, got ...".
     */
    cacheFrom?: pulumi.Input<string>[];
}

/** Arguments of {@link ReleaseImages}. */
export interface ReleaseImagesArgs {
    /**
     * The release's id: the tag of what is built. It is built once: other sources need another id, and a release that was built already may be
     * given by the `image` of each tier.
     *
     * Unit: none (1 to 40 of A-Z, a-z, 0-9, dot, _ and -). Default: none, required.
     * Error: "release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ...".
     */
    release: string;
    /**
     * Where each tier's image comes from.
     *
     * Unit: none (names to images). Default: none, required.
     * Error: "tiers: must have at least one tier, got ...";
     * "tiers[...]: must be 1 to 20 of a-z, 0-9 and -, and start with a letter, got ...".
     */
    tiers: { [name: string]: ImageArgs };
    /**
     * Repository that each tier's image is pushed to, in ECR or in a registry that docker is logged in to.
     *
     * Unit: none (names to URLs without a tag). Default: none, required for each tier that is built.
     * Error: "repositoryUrls.<tier>: must be a repository such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop, got ...".
     */
    repositoryUrls?: pulumi.Input<{ [tier: string]: pulumi.Input<string> }>;
}
