/**
 * Builds the shop's two releases: build/<contract>/<tier>, each a folder that runs by itself with `node server.mjs`.
 *
 *     node examples/shop/build.mjs                                  both contracts, both tiers
 *     node examples/shop/build.mjs --contract 2 --tier backend      one of them
 *
 * What was built from the same sources is left as it is.
 */
import { createHash } from "node:crypto";
import {
    cpSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    renameSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const SHOP = dirname(fileURLToPath(import.meta.url));
const REPO = join(SHOP, "../..");
const BUILD = join(SHOP, "build");
const STAMP = ".stamp";
const CONTRACTS = ["1", "2"];

const TIERS = {
    backend: {
        sources: ["examples/shop/build.mjs", "examples/shop/common", "examples/shop/backend"],
        build: (contract, folder) => {
            copyServer("backend", folder, [
                'import { startBackend } from "./backend/app.mjs";',
                `import { contract } from "./backend/contract${contract}.mjs";`,
                "",
                "startBackend(contract);",
            ]);
        },
    },
    frontend: {
        sources: [
            "examples/shop/build.mjs",
            "examples/shop/common",
            "examples/shop/frontend",
            "components/client",
            "node_modules/vite/package.json",
            "node_modules/react-dom/package.json",
        ],
        build: async (contract, folder) => {
            copyServer("frontend", folder, [
                'import { fileURLToPath } from "node:url";',
                'import { startFrontend } from "./frontend/app.mjs";',
                "",
                'startFrontend(fileURLToPath(new URL("./dist", import.meta.url)));',
            ]);
            // Loaded here, so that the backend builds without anything installed.
            const { build } = await import("vite");
            await build({
                configFile: join(SHOP, "frontend/vite.config.mjs"),
                define: { CONTRACT: contract },
                build: { outDir: join(folder, "dist") },
            });
        },
    },
};

/** Puts a tier's server, what it shares with the other tier and its start file into `folder`. */
function copyServer(tier, folder, start) {
    for (const part of [tier, "common"]) {
        const names = readdirSync(join(SHOP, part)).filter(
            (name) => name.endsWith(".mjs") && !name.includes(".config."),
        );
        for (const name of names) cpSync(join(SHOP, part, name), join(folder, part, name));
    }
    writeFileSync(join(folder, "server.mjs"), `${start.join("\n")}\n`);
}

/** Builds one tier beside the old one and swaps them, so that a build that fails or runs twice leaves no half of one. */
async function buildTier(contract, tier) {
    const target = join(BUILD, contract, tier);
    const name = relative(process.cwd(), target);
    const stamp = stampOf(TIERS[tier].sources);
    if (stampIn(target) === stamp) return console.log(`${name}: unchanged`);
    mkdirSync(dirname(target), { recursive: true });
    const folder = mkdtempSync(join(BUILD, ".new-"));
    const started = Date.now();
    try {
        await TIERS[tier].build(contract, folder);
        writeFileSync(join(folder, STAMP), stamp);
        rmSync(target, { recursive: true, force: true });
        renameSync(folder, target);
        console.log(`${name}: built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    } catch (error) {
        rmSync(folder, { recursive: true, force: true });
        // Another build of the same sources was faster: its folder is as good.
        if (stampIn(target) !== stamp) throw error;
    }
}

function stampIn(folder) {
    try {
        return readFileSync(join(folder, STAMP), "utf8");
    } catch {
        return undefined;
    }
}

/** A hash over the names and contents of everything the tier is built from. */
function stampOf(sources) {
    const hash = createHash("sha256");
    for (const file of sources.flatMap((source) => filesUnder(join(REPO, source)))) {
        const content = readFileSync(file);
        hash.update(`${relative(REPO, file)}\n${content.length}\n`).update(content);
    }
    return hash.digest("hex");
}

function filesUnder(path) {
    if (!statSync(path).isDirectory()) return [path];
    return readdirSync(path)
        .sort()
        .flatMap((name) => filesUnder(join(path, name)));
}

/** The values an option allows, or the one that was given. */
function chosen(option, allowed, given) {
    if (given === undefined) return allowed;
    if (allowed.includes(given)) return [given];
    throw new Error(`--${option}: must be one of ${allowed.join(", ")}, got "${given}"; leave it out for all`);
}

try {
    const { values } = parseArgs({ options: { contract: { type: "string" }, tier: { type: "string" } } });
    const tiers = chosen("tier", Object.keys(TIERS), values.tier);
    for (const contract of chosen("contract", CONTRACTS, values.contract)) {
        for (const tier of tiers) await buildTier(contract, tier);
    }
} catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
}
