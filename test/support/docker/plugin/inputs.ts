import { existsSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { isUnknown } from "../../plugin/unknown";
import type { Values } from "../../plugin/values";
import { contextDigest } from "./contextDigest";

/** What an image is built from. */
export interface ImageInputs {
    readonly imageName: string;
    readonly skipPush?: boolean;
    readonly registry?: { readonly server?: string; readonly username?: string; readonly password?: string };
    readonly build: {
        readonly context: string;
        readonly dockerfile: string;
        readonly platform: string;
        readonly target?: string;
        readonly args?: Readonly<Record<string, string>>;
        readonly cacheFrom?: { readonly images: readonly string[] };
    };
}

const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "amd64", arm64: "arm64" };

/** Inputs with the real provider's defaults, and the digest of all files that the image is made from. */
export function checked(news: Values): Values {
    const given = (news.build ?? {}) as Record<string, unknown>;
    const context = given.context ?? ".";
    const dockerfile = given.dockerfile ?? (isUnknown(context) ? context : join(String(context), "Dockerfile"));
    const platform = given.platform ?? `linux/${ARCHITECTURES[process.arch] ?? process.arch}`;
    const build: Record<string, unknown> = { ...given, context, dockerfile, platform };
    if (!isUnknown(context) && !isUnknown(dockerfile)) {
        if (!existsSync(String(dockerfile)))
            throw new Error(`could not open dockerfile at relative path "${dockerfile}": no such file or directory`);
        build.contextDigest = contextDigest(String(context), String(dockerfile));
    }
    return { ...news, buildOnPreview: news.buildOnPreview ?? false, build };
}

/** The properties that differ. Credentials change often, and nothing with them. */
export function changed(olds: Values = {}, news: Values): string[] {
    const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
    const meant = (values: Values, name: string) =>
        name === "registry" ? (values[name] as Values | undefined)?.server : values[name];
    return [...names].filter((name) => !isDeepStrictEqual(meant(olds, name), meant(news, name))).sort();
}
