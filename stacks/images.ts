import { relative, resolve } from "node:path";
import { type Input, RunError } from "@pulumi/pulumi";
import { ReleaseImages } from "@seesaw/blue-green/images";
import type { Color } from "@seesaw/blue-green/release";
import { type ColorSettings, isFolder, type Settings, type TierSettings } from "./settings";

/** Folders in the config are relative to the project's root. */
const ROOT = resolve(__dirname, "..");

/** A color's release id, and its share of the tiers' instances. */
export function releaseOf({ containers, frontend, backend }: Settings, color: Color, given: ColorSettings) {
    const size = ({ instances }: TierSettings) => Math.ceil((instances * containers.size[color]) / 100);
    return {
        release: given.release,
        instances: { frontend: size(frontend), backend: size(backend) },
    };
}

/** Images by digest as they are; those named by a folder are built and pushed to repositories, which are made by need. */
export function imagesOf(
    { app, containers, blue, green }: Settings,
    repositories: (tiers: string[]) => Input<{ [tier: string]: Input<string> }>,
): (color: Color) => { [tier: string]: Input<string> } {
    const given = { blue, green };
    const tiers = (["frontend", "backend"] as const).filter((tier) => containers.builtTiers.includes(tier));
    for (const tier of tiers) ownFolders(tier, blue?.[tier], green?.[tier]);
    const repositoryUrls = tiers.length > 0 ? repositories(tiers) : undefined;
    return (color) => {
        const { release = "", frontend = "", backend = "" } = given[color] ?? {};
        const named = { frontend, backend };
        const folders = tiers.filter((tier) => isFolder(named[tier]));
        if (folders.length === 0) return named;
        const built = new ReleaseImages(`${app}-${color}-images`, {
            release,
            repositoryUrls,
            tiers: Object.fromEntries(
                folders.map((tier) => [tier, { context: relative(process.cwd(), resolve(ROOT, named[tier])) }]),
            ),
        });
        const reference = (tier: string) => built.references.apply((all) => all[tier] ?? "");
        return { ...named, ...Object.fromEntries(folders.map((tier) => [tier, reference(tier)])) };
    };
}

/** One folder for both colors would build the new sources under the old release's id too. */
function ownFolders(tier: string, blue: string | undefined, green: string | undefined): void {
    if (blue === undefined || green === undefined || !isFolder(blue) || !isFolder(green)) return;
    if (resolve(ROOT, blue) !== resolve(ROOT, green)) return;
    const key = `green${tier.charAt(0).toUpperCase()}${tier.slice(1)}`;
    throw new RunError(
        `${key}: must be another folder than blue's, got "${green}"; name the image of the older release by its digest instead, ` +
            "which the registry tells",
    );
}
