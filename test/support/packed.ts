import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";

const ROOT = join(__dirname, "../..");
const MODULES = join(ROOT, "node_modules");

/** The package as a tarball in a folder, made from `dist/` as it is. */
export interface Packed {
    readonly tarball: string;
    /** What is in it. */
    readonly files: readonly string[];
}

/** Packs the package as `npm publish` would. */
export function pack(folder: string): Packed {
    const said = npm(["pack", "--ignore-scripts", "--json", "--pack-destination", folder], ROOT);
    const [packed] = JSON.parse(said) as { filename: string; files: { path: string }[] }[];
    if (!packed) throw new Error(`npm pack said: ${said}`);
    return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path) };
}

/** Installs the tarball into a folder, with this repository's copies of the packages that it expects there: no network is needed. */
export function install(folder: string, { tarball }: Packed, peers: readonly string[]): void {
    npm(["install", "--offline", "--legacy-peer-deps", "--omit=dev", "--ignore-scripts", "--no-save", tarball], folder);
    for (const peer of peers) {
        const link = join(folder, "node_modules", peer);
        mkdirSync(dirname(link), { recursive: true });
        symlinkSync(join(MODULES, peer), link);
    }
}

function npm(args: readonly string[], cwd: string): string {
    return execFileSync("npm", [...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
