import { rmSync } from "node:fs";
import { PulumiStack } from "../tools/stack/pulumiStack";
import { type Figure, figure } from "./figure";
import { temporaryProject } from "./floor";
import { sample } from "./statistics";

/** Apps in one program. */
const SIZES = [1, 10, 50];
/** Resources that an app of two tiers with both colors on comes to, besides the component. */
const RESOURCES = 10;

/** Time of a first `pulumi preview` with several apps in one program, beside as many dynamic resources that do nothing. */
export async function benchPreview(rounds: number, say: (text: string) => void): Promise<Figure[]> {
    const figures: Figure[] = [];
    for (const size of SIZES) {
        const ours = await previews(`apps-${size}`, PROGRAM, size, rounds, say);
        const peer = await previews(`plain-${size}`, PLAIN, size * RESOURCES, rounds, say);
        const apps = size === 1 ? "1 app" : `${size} apps`;
        figures.push(figure(`preview of ${apps}`, "s", ours, `${size * RESOURCES} idle dynamic resources`, peer));
    }
    return figures;
}

async function previews(name: string, program: string, size: number, rounds: number, say: (text: string) => void) {
    const folder = temporaryProject(name, program, { size: String(size), port: "1" });
    const stack = await PulumiStack.create({ name: `${name}-${process.pid}`, project: folder });
    try {
        const seconds: number[] = [];
        for (let round = 1; round <= rounds; round++) {
            say(`preview: ${name}, round ${round} of ${rounds}`);
            const start = Date.now();
            await stack.must(["preview", "--stack", stack.name]);
            seconds.push((Date.now() - start) / 1000);
        }
        return sample(seconds);
    } finally {
        await stack.dispose();
        rmSync(folder, { recursive: true, force: true });
    }
}

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import { HaproxyBlueGreen } from "@seesaw/blue-green/haproxy";

const run = { command: ["node", "server.js"], cwd: "/" };
const color = (release: string) => ({ release, commands: { frontend: run, backend: run } });
for (let n = 0; n < Number(new pulumi.Config().require("size")); n++) {
    new HaproxyBlueGreen(\`app\${n}\`, {
        tiers: {
            frontend: { paths: ["/*"], health: { path: "/healthz" } },
            backend: { paths: ["/api/*"], health: { path: "/api/healthz" } },
        },
        blue: color("v1"),
        green: color("v2"),
        traffic: { active: "blue" },
        port: 30000 + n,
    });
}
`;

const PLAIN = `
import * as pulumi from "@pulumi/pulumi";

const provider: pulumi.dynamic.ResourceProvider = { create: async (inputs) => ({ id: "plain", outs: inputs }) };

class Plain extends pulumi.dynamic.Resource {}

for (let n = 0; n < Number(new pulumi.Config().require("size")); n++) new Plain(provider, \`plain\${n}\`, { n });
`;
