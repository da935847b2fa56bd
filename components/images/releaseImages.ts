import { statSync } from "node:fs";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { IMAGE } from "../common/checks";
import { listed } from "../release";
import type { ReleaseImagesArgs } from "./releaseImagesArgs";
import { type Build, type Files, imageSettings } from "./settings";

const TYPE = "blue-green:index:ReleaseImages";

/** Lets the image be named in `cacheFrom` later. */
const INLINE_CACHE = { BUILDKIT_INLINE_CACHE: "1" };

const FILES: Files = {
    isFolder: (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true,
    isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true,
};

/**
 * The images of one release, one a tier: built from a Dockerfile and pushed with the release's id as tag, or those that exist. A release is
 * built once, since its tag cannot be pushed again: when the files of its folder change, hand it in by `image` from then on.
 */
export class ReleaseImages extends pulumi.ComponentResource {
    /** The images by their digests, `<repository>@sha256:<64 hex digits>`, by tier. */
    readonly references: pulumi.Output<{ [tier: string]: string }>;

    constructor(name: string, args: ReleaseImagesArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, args, opts);
        const { builds, warnings, mistakes } = imageSettings(args, FILES);
        if (mistakes.length > 0) throw new pulumi.ResourceError(listed(mistakes), this, true);
        for (const warning of warnings) pulumi.log.warn(warning, this);
        const given = Object.entries(args.tiers).flatMap(([tier, { image }]) =>
            image === undefined ? [] : [[tier, pulumi.output(image)] as const],
        );
        const built = builds.map((build) => [build.tier, imageOf(this, name, args, build)] as const);
        this.references = pulumi.output(Object.fromEntries([...given, ...built]));
        this.registerOutputs({ references: this.references });
    }
}

/** Builds and pushes an image; its reference by digest. */
function imageOf(
    parent: pulumi.Resource,
    name: string,
    { release, repositoryUrls }: ReleaseImagesArgs,
    { tier, context, dockerfile, platform, args }: Build,
): pulumi.Output<string> {
    const repository = pulumi.output(repositoryUrls).apply((urls) => repositoryOf(tier, urls));
    const image = new docker.Image(
        `${name}-${tier}-${release}`,
        {
            imageName: pulumi.interpolate`${repository}:${release}`,
            build: {
                context,
                dockerfile,
                target: args.target,
                platform,
                args: pulumi.output(args.args ?? {}).apply((given) => ({ ...INLINE_CACHE, ...given })),
                cacheFrom: args.cacheFrom && { images: args.cacheFrom },
            },
            registry: repository.apply((url) => loginFor(parent, url)),
            buildOnPreview: false,
            skipPush: false,
        },
        { parent },
    );
    return image.repoDigest.apply((digest) => pinned(tier, digest));
}

/** The repository of a tier; it may be known only now. */
export function repositoryOf(tier: string, urls: Readonly<Record<string, string>> | undefined): string {
    const url = urls?.[tier];
    if (url) return url;
    throw new Error(`repositoryUrls.${tier}: is needed, since the tier's image is built, got undefined`);
}

/** What docker says after a push; without a push it would be an id that no other machine knows. */
export function pinned(tier: string, digest: string): string {
    if (IMAGE.holds(digest)) return digest;
    throw new Error(`tiers.${tier}: was built but not pushed: docker knows no digest of it, got ${digest}`);
}

/** The login of an ECR repository; none for another registry, where docker's own is used. */
function loginFor(parent: pulumi.Resource, url: string) {
    const [, registryId, region] = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./.exec(url) ?? [];
    if (registryId === undefined) return undefined;
    // Loaded by need: other registries do without AWS's SDK.
    const { getAuthorizationTokenOutput } =
        require("@pulumi/aws/ecr/getAuthorizationToken") as typeof import("@pulumi/aws/ecr/getAuthorizationToken");
    const { userName, password } = getAuthorizationTokenOutput({ registryId, region }, { parent });
    return { server: url.split("/")[0], username: userName, password: pulumi.secret(password) };
}
