import { isAbsolute, join } from "node:path";
import { APP_NAME, KMS_KEY } from "../aws/common/checks";
import { checkInput, IMAGE, isPlain, matching, TEXT, TIER_NAME } from "../common/checks";
import { type Mistake, mistake, shown } from "../release";
import { check, oneOf, RELEASE_ID, type Requirement, trueOrFalse, wholeNumber } from "../release/rules";
import type { ImageArgs, ReleaseImagesArgs } from "./releaseImagesArgs";
import type { AppRepositoriesArgs } from "./repositoriesArgs";

/** What is asked of the file system. */
export interface Files {
    readonly isFolder: (path: string) => boolean;
    readonly isFile: (path: string) => boolean;
}

/** One image to build. */
export interface Build {
    readonly tier: string;
    readonly context: string;
    readonly dockerfile: string;
    readonly platform: string;
    readonly args: ImageArgs;
}

/** What {@link ReleaseImages} is to do, and all that is wrong or odd with what it was given. */
export interface ImageSettings {
    readonly builds: readonly Build[];
    readonly warnings: readonly string[];
    readonly mistakes: readonly Mistake[];
}

const REPOSITORY = matching(
    /^[a-z0-9][a-z0-9.:-]*(\/[a-z0-9._-]+)+$/,
    "must be a repository such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop",
);
const TIERS: Requirement = {
    holds: (value) =>
        Array.isArray(value) &&
        value.length > 0 &&
        new Set(value).size === value.length &&
        value.every((name) => TIER_NAME.holds(name)),
    rule: "must be a list of at least one tier's name",
};
/** What says nothing about an image that exists. */
const OF_BUILT = ["context", "dockerfile", "target", "args", "platform", "cacheFrom"] as const;

/** Checks what {@link ReleaseImages} was given and fills in the defaults. Never throws; collects every mistake. */
export function imageSettings(args: ReleaseImagesArgs, files: Files): ImageSettings {
    const mistakes: Mistake[] = [];
    check(mistakes, "release", args.release, RELEASE_ID);
    const tiers = Object.entries(args.tiers ?? {});
    if (tiers.length === 0) mistakes.push(mistake("tiers", "must have at least one tier", args.tiers));
    const builds = tiers.flatMap(([tier, image]) => {
        const at = TIER_NAME.holds(tier) ? `tiers.${tier}` : `tiers[${shown(tier)}]`;
        check(mistakes, at, tier, TIER_NAME);
        if (image.image !== undefined) {
            checkGiven(image, mistakes, at);
            return [];
        }
        checkRepository(args, tier, mistakes);
        return [buildOf(tier, image, files, mistakes, at)];
    });
    const warnings = builds.flatMap(({ tier, context, dockerfile }) =>
        files.isFile(`${dockerfile}.dockerignore`) || files.isFile(join(context, ".dockerignore"))
            ? []
            : [`tiers.${tier}.context: has no .dockerignore, so that every file below ${context} counts as a source`],
    );
    return { builds, warnings: mistakes.length > 0 ? [] : warnings, mistakes };
}

function checkGiven(image: ImageArgs, mistakes: Mistake[], at: string): void {
    checkInput(mistakes, `${at}.image`, image.image, IMAGE, "a tag may point to another image tomorrow");
    for (const where of OF_BUILT) {
        if (image[where] === undefined) continue;
        mistakes.push(mistake(`${at}.${where}`, "must be left out when image is given", "(given)", "remove one"));
    }
}

function checkRepository({ repositoryUrls }: ReleaseImagesArgs, tier: string, mistakes: Mistake[]): void {
    if (!isPlain(repositoryUrls)) return;
    const urls = (repositoryUrls ?? {}) as Readonly<Record<string, unknown>>;
    checkInput(mistakes, `repositoryUrls.${tier}`, urls[tier], REPOSITORY);
}

function buildOf(tier: string, image: ImageArgs, files: Files, mistakes: Mistake[], at: string): Build {
    const context = image.context ?? "";
    const given = image.dockerfile ?? "Dockerfile";
    const dockerfile = isAbsolute(given) ? given : join(context, given);
    const isFolder = typeof context === "string" && context !== "" && files.isFolder(context);
    if (!isFolder) {
        mistakes.push(mistake(`${at}.context`, "must be a folder that exists", image.context));
    } else if (!files.isFile(dockerfile)) {
        mistakes.push(mistake(`${at}.dockerfile`, "must be a file that exists", dockerfile));
    }
    if (image.target !== undefined) check(mistakes, `${at}.target`, image.target, TEXT);
    for (const one of image.cacheFrom ?? []) checkInput(mistakes, `${at}.cacheFrom`, one, TEXT);
    const platform = check(
        mistakes,
        `${at}.platform`,
        image.platform ?? "linux/amd64",
        oneOf("linux/amd64", "linux/arm64"),
    );
    return { tier, context, dockerfile, platform, args: image };
}

/** What {@link AppRepositories} is to do, and all that is wrong with what it was given. */
export interface RepositorySettings {
    readonly keepImages: number;
    readonly scanOnPush: boolean;
    readonly forceDelete: boolean;
    readonly mistakes: readonly Mistake[];
}

/** Checks what {@link AppRepositories} was given and fills in the defaults. Never throws; collects every mistake. */
export function repositorySettings(args: AppRepositoriesArgs): RepositorySettings {
    const mistakes: Mistake[] = [];
    check(mistakes, "app", args.app, APP_NAME);
    check(mistakes, "tiers", args.tiers, TIERS);
    if (args.kmsKeyArn !== undefined) checkInput(mistakes, "kmsKeyArn", args.kmsKeyArn, KMS_KEY);
    return {
        keepImages: check(mistakes, "keepImages", args.keepImages ?? 100, wholeNumber(10, 10000)),
        scanOnPush: check(mistakes, "scanOnPush", args.scanOnPush ?? true, trueOrFalse),
        forceDelete: check(mistakes, "forceDelete", args.forceDelete ?? false, trueOrFalse),
        mistakes,
    };
}
