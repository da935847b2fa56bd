import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
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

/** Puts the tarball into a folder's modules, with this repository's copies of the packages that it needs and expects: no network is needed. */
export function install(folder: string, { tarball }: Packed, peers: readonly string[]): void {
    const { name, dependencies = {} } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
        name: string;
        dependencies?: Record<string, string>;
    };
    const home = join(folder, "node_modules", name);
    mkdirSync(home, { recursive: true });
    execFileSync("tar", ["-xzf", tarball, "-C", home, "--strip-components=1"]);
    for (const needed of [...Object.keys(dependencies), ...peers]) {
        const link = join(folder, "node_modules", needed);
        mkdirSync(dirname(link), { recursive: true });
        symlinkSync(join(MODULES, needed), link);
    }
}

function npm(args: readonly string[], cwd: string): string {
    return execFileSync("npm", [...args], { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
