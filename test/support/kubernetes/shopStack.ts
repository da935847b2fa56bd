import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { version as docker } from "@pulumi/docker/package.json";
import { version as kubernetes } from "@pulumi/kubernetes/package.json";
import { PulumiStack, ROOT } from "../../../tools/stack/pulumiStack";
import { pathWithPlugin } from "../plugin/path";
import type { Tier } from "../target";
import { Cluster } from "./cluster";
import { doorOf } from "./door";

const RELEASES = { blue: { contract: 1, release: "v1" }, green: { contract: 2, release: "v2" } } as const;
const KEYS = { frontend: "Frontend", backend: "Backend" } as const;

/** A stack of the sample shop with v1 on blue and v2 on green; each tier is built from a folder with a Dockerfile. Nothing is deployed yet. */
export async function shopStack(): Promise<PulumiStack> {
    const cluster = Cluster.get();
    const { facts } = cluster;
    const name = `kube-shop-${process.pid}`;
    const stack = await PulumiStack.create({ name });
    const PATH = pathWithPlugin("docker", docker, {
        ...process.env,
        PATH: pathWithPlugin("kubernetes", kubernetes),
    });
    Object.assign(stack.environment, facts.docker, { KUBECONFIG: facts.kubeconfig, PATH });
    const config: Record<string, string> = {
        ...(await doorOf(cluster)),
        kubernetesRepository: `${facts.registry}/${name}`,
        kubernetesCpu: "10m",
        kubernetesMemory: "96Mi",
        frontendInstances: "1",
        backendInstances: "1",
        deploySeconds: "120",
        settleSeconds: "1",
        healthSeconds: "1",
    };
    for (const [color, { contract, release }] of Object.entries(RELEASES)) {
        config[`${color}Release`] = release;
        for (const tier of ["frontend", "backend"] as const) {
            config[`${color}${KEYS[tier]}`] = sources(join(stack.home, color, tier), contract, tier, facts.baseImage);
        }
    }
    await stack.set(config);
    return stack;
}

/** A folder with what the shop's build made of a tier, and a Dockerfile that packs it. */
function sources(folder: string, contract: number, tier: Tier, baseImage: string): string {
    const built = join(ROOT, "examples/shop/build", String(contract), tier);
    if (!existsSync(built)) throw new Error(`${built}: is not there; run: node examples/shop/build.mjs`);
    mkdirSync(folder, { recursive: true });
    cpSync(built, folder, { recursive: true });
    const lines = [
        `FROM ${baseImage}`,
        "WORKDIR /app",
        "COPY . ./",
        "ENV HOST=0.0.0.0 PORT=8080",
        "USER 1000:1000",
        'CMD ["node", "server.mjs"]',
    ];
    writeFileSync(join(folder, ".dockerignore"), "Dockerfile\n");
    writeFileSync(join(folder, "Dockerfile"), `${lines.join("\n")}\n`);
    return folder;
}
