import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathWithPlugin } from "../support/plugin/path";

const STAND_IN = join(__dirname, "../support/kubernetes/plugin/bin");
let home: string;

beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "bg-plugins-"));
});

afterEach(() => rmSync(home, { recursive: true }));

const path = (environment: NodeJS.ProcessEnv) => pathWithPlugin("kubernetes", "4.1.0", { HOME: home, ...environment });

test("where there is no plugin, the stand-in is found first", () => {
    expect(path({ PATH: "/usr/bin:/bin" })).toBe(`${STAND_IN}:/usr/bin:/bin`);
    expect(path({ PATH: `${STAND_IN}:/bin` })).toBe(`${STAND_IN}:${STAND_IN}:/bin`);
});

test("the real one on PATH stays the first", () => {
    writeFileSync(join(home, "pulumi-resource-kubernetes"), "");
    expect(path({ PATH: `/bin:${home}` })).toBe(`/bin:${home}`);
});

test("the real one is used where it is installed, in the version of the SDK", () => {
    mkdirSync(join(home, ".pulumi/plugins/resource-kubernetes-v4.0.0"), { recursive: true });
    expect(path({ PATH: "/bin" })).toBe(`${STAND_IN}:/bin`);
    mkdirSync(join(home, ".pulumi/plugins/resource-kubernetes-v4.1.0"));
    expect(path({ PATH: "/bin" })).toBe("/bin");
    expect(path({ PATH: "/bin", PULUMI_HOME: join(home, "elsewhere") })).toBe(`${STAND_IN}:/bin`);
});
