import { join } from "node:path";
import type { AppRules } from "../../tools/traffic";
import { namedAssets } from "../../tools/traffic/appRules";

const FILE = join(__dirname, "contractServer.mjs");

/** The command of an instance of the contract app. Its mark tells the processes of one test from all others. */
export function contractApp(mark: string, ...flags: string[]): string[] {
    return [process.execPath, FILE, `--mark=${mark}`, ...flags];
}

/** What every page, API answer and asset of the contract app must look like: made by the release that the header names. */
export const contractRules: AppRules = {
    readPage: ({ body, release }) => {
        if (!body.includes(`<title>${release}</title>`)) throw new Error(`a page of another release than ${release}`);
        return { pin: /\?release=([^"]+)/.exec(body)?.[1], assets: namedAssets(body) };
    },
    checkApi: ({ body, release }) => {
        const answer = JSON.parse(body) as { release: string; tier: string };
        if (answer.release !== release || answer.tier !== "backend") return `an answer of another instance: ${body}`;
        return undefined;
    },
    checkAsset: ({ body, release }) =>
        body === `/* ${release} */` ? undefined : `not the asset of ${release}: ${body}`,
};
