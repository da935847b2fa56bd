import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PulumiStack, ROOT } from "../tools/stack/pulumiStack";

const TSCONFIG = {
    compilerOptions: {
        target: "es2022",
        module: "node16",
        moduleResolution: "node16",
        strict: true,
        skipLibCheck: true,
        noCheck: true,
        rootDir: ".",
        types: [],
    },
};

/** A Pulumi project in a temporary folder, which sees this package and Pulumi as an installed program would. */
export function temporaryProject(name: string, program: string, config: Readonly<Record<string, string>>): string {
    const folder = mkdtempSync(join(tmpdir(), "bg-bench-"));
    mkdirSync(join(folder, "node_modules/@seesaw"), { recursive: true });
    symlinkSync(ROOT, join(folder, "node_modules/@seesaw/blue-green"));
    symlinkSync(join(ROOT, "node_modules/@pulumi"), join(folder, "node_modules/@pulumi"));
    symlinkSync(join(ROOT, "node_modules/typescript"), join(folder, "node_modules/typescript"));
    const keys = Object.entries(config).map(([key, value]) => `  ${key}:\n    type: string\n    default: "${value}"`);
    const yaml = [`name: ${name}`, "main: index.ts", "runtime: nodejs", "config:", ...keys, ""];
    writeFileSync(join(folder, "Pulumi.yaml"), yaml.join("\n"));
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true }));
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TSCONFIG));
    writeFileSync(join(folder, "index.ts"), program);
    return folder;
}

/** The least that a change by `pulumi up` can be: one dynamic resource whose update writes down when it ran. */
export class Floor {
    private turn = 0;

    private constructor(
        private readonly stack: PulumiStack,
        private readonly folder: string,
        private readonly file: string,
    ) {}

    static async create(): Promise<Floor> {
        const file = join(mkdtempSync(join(tmpdir(), "bg-floor-")), "ran");
        const folder = temporaryProject("floor", PROGRAM, { turn: "0", file, port: "1" });
        const stack = await PulumiStack.create({ name: `floor-${process.pid}`, project: folder });
        const floor = new Floor(stack, folder, file);
        await stack.mustUp();
        return floor;
    }

    /** Seconds from the start of `pulumi up` to the moment at which the resource's update ran. */
    async change(): Promise<number> {
        await this.stack.set({ turn: String(++this.turn) });
        const start = Date.now();
        await this.stack.mustUp();
        return (Number(readFileSync(this.file, "utf8")) - start) / 1000;
    }

    async dispose(): Promise<void> {
        await this.stack.dispose();
        rmSync(this.folder, { recursive: true, force: true });
        rmSync(join(this.file, ".."), { recursive: true, force: true });
    }
}

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";

const provider: pulumi.dynamic.ResourceProvider = {
    create: async (inputs) => ({ id: "floor", outs: inputs }),
    diff: async (_id, olds, news) => ({ changes: olds.turn !== news.turn }),
    update: async (_id, _olds, news) => {
        require("node:fs").writeFileSync(news.file, String(Date.now()));
        return { outs: news };
    },
};

class Floor extends pulumi.dynamic.Resource {}

const config = new pulumi.Config();
new Floor(provider, "floor", { turn: config.require("turn"), file: config.require("file") });
`;
