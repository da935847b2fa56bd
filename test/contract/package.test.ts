import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expectGolden } from "../support/golden";
import { install, type Packed, pack } from "../support/packed";

const ROOT = join(__dirname, "../..");
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");

let home: string;
let consumer: string;
let packed: Packed;
beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), "bg-package-"));
    consumer = join(home, "consumer");
    mkdirSync(consumer);
    write("package.json", { name: "consumer", private: true });
    packed = pack(home);
    install(consumer, packed, ["@pulumi/pulumi", "@pulumi/aws", "@pulumi/docker", "@pulumi/kubernetes", "@types/node"]);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function write(file: string, content: string | object): void {
    writeFileSync(join(consumer, file), typeof content === "string" ? content : JSON.stringify(content));
}

/** What a program of the consumer prints, as JSON. */
function run(file: string, program: string): unknown {
    write(file, program);
    const said = execFileSync(process.execPath, [file], {
        cwd: consumer,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
    });
    return JSON.parse(said);
}

test("the tarball holds what is built from the components and the command, the texts, and nothing else", () => {
    const sources = ["components", "cli"].flatMap((folder) =>
        readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".ts"))
            .map((file) => `${folder}/${file}`),
    );
    const built = [...sources, "index.ts"].flatMap((file) => {
        const stem = `dist/${file.replace(/\.ts$/, "")}`;
        return [`${stem}.js`, `${stem}.d.ts`];
    });
    const texts = ["CHANGELOG.md", "LICENSE", "PulumiPlugin.yaml", "README.md", "package.json"];
    expect([...packed.files].sort()).toEqual([...built, ...texts].sort());
});

test("the names that each entry exports are a contract", () => {
    const entries = ["", "/release", "/haproxy", "/aws", "/kubernetes", "/images", "/client"].map(
        (entry) => `@seesaw/blue-green${entry}`,
    );
    const names = run(
        "names.cjs",
        `const entries = ${JSON.stringify(entries)};
        console.log(JSON.stringify(entries.flatMap((entry) => Object.keys(require(entry)).sort().map((name) => entry + " " + name))));`,
    ) as string[];
    expectGolden(join(__dirname, "exports.golden.txt"), names.map((name) => `${name}\n`).join(""));
});

test("an ES module can import by name", () => {
    const said = run(
        "module.mjs",
        `import { HaproxyBlueGreen } from "@seesaw/blue-green";
        import { routeTable } from "@seesaw/blue-green/release";
        import { releaseFetch } from "@seesaw/blue-green/client";
        console.log(JSON.stringify([typeof HaproxyBlueGreen, typeof routeTable, typeof releaseFetch]));`,
    );
    expect(said).toEqual(["function", "function", "function"]);
});

test("what the state refers to is found, and all kinds of providers are there", () => {
    const said = run(
        "providers.cjs",
        `const { providers } = require("@seesaw/blue-green/internal/providers");
        const methods = ["check", "diff", "create", "read", "update", "delete"];
        console.log(JSON.stringify(Object.entries(providers).filter(([, one]) => methods.every((method) => one[method])).map(([kind]) => kind)));`,
    );
    expect(said).toEqual([
        ...["check", "folder", "gate", "instances", "pause", "plan", "router", "traffic"],
        ...["albPlan", "albRollout", "gatewayPlan", "routesProgrammed", "workloadRollout"],
    ]);
});

test("the inside of the package cannot be reached", () => {
    const said = run(
        "inside.cjs",
        `try { require("@seesaw/blue-green/dist/index.js"); console.log("0"); }
        catch (error) { console.log(JSON.stringify(error.code)); }`,
    );
    expect(said).toBe("ERR_PACKAGE_PATH_NOT_EXPORTED");
});

test("an import does nothing but import", () => {
    const traces = run(
        "effects.cjs",
        `require("@pulumi/pulumi");
        const traces = () => ({
            globals: Object.getOwnPropertyNames(globalThis).length,
            handles: process.getActiveResourcesInfo(),
            listeners: process.eventNames().map((name) => [String(name), process.listenerCount(name)]),
            env: process.env,
            cwd: process.cwd(),
            files: require("node:fs").readdirSync("."),
        });
        const before = JSON.stringify(traces());
        for (const entry of ["", "/release", "/haproxy", "/client", "/internal/providers"]) require("@seesaw/blue-green" + entry);
        console.log(JSON.stringify([before, JSON.stringify(traces())]));`,
    ) as [string, string];
    expect(traces[1]).toBe(traces[0]);
});

test.each(["kubernetes", "images"])("%s needs no AWS", (entry) => {
    const loaded = run(
        "noAws.cjs",
        `require("@seesaw/blue-green/${entry}");
        console.log(JSON.stringify(Object.keys(require.cache).filter((file) => /@pulumi\\/aws|@aws-sdk/.test(file))));`,
    );
    expect(loaded).toEqual([]);
});

test.each(["release", "client"])("%s needs neither Pulumi nor Node.js", (entry) => {
    const loaded = run(
        "pure.cjs",
        `const builtin = [];
        const { Module, isBuiltin } = require("node:module");
        const load = Module._load;
        Module._load = (request, ...rest) => (isBuiltin(request) && builtin.push(request), load(request, ...rest));
        require("@seesaw/blue-green/${entry}");
        console.log(JSON.stringify([...builtin, ...Object.keys(require.cache).filter((file) => file.includes("@pulumi"))]));`,
    );
    expect(loaded).toEqual([]);
});

test.each([
    ["node16", "node16", "commonjs"],
    ["preserve", "bundler", "module"],
])("the types resolve under module %s", (module, moduleResolution, type) => {
    write("package.json", { name: "consumer", private: true, type });
    const compilerOptions = {
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        target: "es2022",
        module,
        moduleResolution,
        types: ["node"],
    };
    write("tsconfig.json", { compilerOptions, files: ["use.ts"] });
    write(
        "use.ts",
        `import { type Output } from "@pulumi/pulumi";
        import { Color, HaproxyBlueGreen, type HaproxyBlueGreenArgs } from "@seesaw/blue-green/haproxy";
        import * as whole from "@seesaw/blue-green";
        import { type Rule, routeTable } from "@seesaw/blue-green/release";
        import { releaseFetch } from "@seesaw/blue-green/client";
        const run = { command: ["node", "server.js"], cwd: "/srv" };
        const args: HaproxyBlueGreenArgs = {
            tiers: { frontend: { paths: ["/*"], health: { path: "/healthz" }, instances: 2 } },
            blue: { release: "v1", commands: { frontend: run } },
            traffic: { active: Color.Blue },
            port: 8080,
        };
        export const url: Output<string> = new HaproxyBlueGreen("shop", args).url;
        export const same: typeof HaproxyBlueGreen = whole.HaproxyBlueGreen;
        export const table: (...given: Parameters<typeof routeTable>) => Rule[] = routeTable;
        export const send: typeof fetch = releaseFetch("v1");
        // @ts-expect-error: the port is required
        export const wrong: HaproxyBlueGreenArgs = { tiers: {}, traffic: { active: "blue" } };`,
    );
    expect(execFileSync(process.execPath, [TSC, "-p", "."], { cwd: consumer, encoding: "utf8" })).toBe("");
});
