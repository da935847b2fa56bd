import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { version } from "@pulumi/docker/package.json";
import { PulumiStack } from "../../tools/stack/pulumiStack";
import { changesPlanned } from "../support/engineStack";
import { Cluster, onCluster } from "../support/kubernetes/cluster";
import { pathWithPlugin } from "../support/plugin/path";
import { programFolder } from "../support/programs";

const PROGRAM = `
const docker = require("@pulumi/docker");
const pulumi = require("@pulumi/pulumi");
const config = new pulumi.Config();
const image = new docker.Image("app", {
    imageName: config.require("name"),
    build: { context: config.require("context"), args: { BASE: config.require("base") } },
});
exports.digest = image.repoDigest;
`;

onCluster("the provider plugin docker, or its stand-in", () => {
    let project: string;
    let context: string;
    let stack: PulumiStack;

    beforeAll(async () => {
        const { docker, registry, baseImage } = Cluster.get().facts;
        context = mkdtempSync(join(tmpdir(), "bg-context-"));
        writeFileSync(join(context, "Dockerfile"), "ARG BASE\nFROM $BASE\nCOPY . /app/\n");
        writeFileSync(join(context, ".dockerignore"), "# lists\n**/*.log\n");
        writeFileSync(join(context, "text"), "one");
        const config = { name: `${registry}/plugin-${process.pid}:1`, context, base: baseImage };
        project = programFolder("plain-docker", config, PROGRAM, ["@pulumi/pulumi", "@pulumi/docker"]);
        stack = await PulumiStack.create({ name: `docker-plugin-${process.pid}`, project });
        Object.assign(stack.environment, docker, { PATH: pathWithPlugin("docker", version) });
    });

    afterAll(async () => {
        expect(await stack?.dispose()).toBeUndefined();
        for (const folder of [project, context]) rmSync(folder, { recursive: true });
    });

    const changes = async () => (await changesPlanned(stack)).filter((step) => !step.includes("plain-docker"));
    const digest = async () => (await stack.outputs()).digest ?? "";

    test("an image is built and pushed, and then nothing is left to change", async () => {
        expect(await changes()).toEqual(["create app"]);
        await stack.mustUp();
        expect(await digest()).toMatch(/\/plugin-\d+@sha256:[0-9a-f]{64}$/);
        expect(await changes()).toEqual([]);
        const [host, name, reference] = (await digest()).split(/[/@]/);
        const found = await fetch(`http://${host}/v2/${name}/manifests/${reference}`, {
            headers: { Accept: "application/vnd.docker.distribution.manifest.v2+json" },
        });
        expect(found.status).toBe(200);
    });

    test("other files are another image; those that are left out are not looked at", async () => {
        const before = await digest();
        writeFileSync(join(context, "some.log"), "more");
        expect(await changes()).toEqual([]);
        writeFileSync(join(context, "text"), "two");
        expect(await changes()).toEqual(["update app"]);
        await stack.mustUp();
        expect(await digest()).not.toBe(before);
    });

    test("a build that fails says why", async () => {
        writeFileSync(join(context, "Dockerfile"), "ARG BASE\nFROM $BASE\nCOPY nothing /app/\n");
        const { code, stdout } = await stack.up();
        expect(code).not.toBe(0);
        expect(stdout).toMatch(/not found.*nothing|nothing.*not found/);
        rmSync(join(context, "Dockerfile"));
        expect((await stack.up()).stdout).toContain("could not open dockerfile at relative path");
        writeFileSync(join(context, "Dockerfile"), "ARG BASE\nFROM $BASE\nCOPY . /app/\n");
    });
});
