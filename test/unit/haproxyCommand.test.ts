import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { baseEnvironment, findCommand } from "../../components/haproxy/runtime/process";
import { Sample } from "../support/sampleInstance";

let sample: Sample;

beforeEach(() => {
    sample = new Sample();
});

afterEach(() => sample.close());

test("baseEnvironment passes no credentials and no settings of tools", () => {
    const kept = { PATH: "/bin", HOME: "/h", USER: "u", LOGNAME: "u", LANG: "C", LC_ALL: "C", TZ: "UTC", TMPDIR: "/t" };
    const dropped = {
        PULUMI_CONFIG_PASSPHRASE: "x",
        AWS_SECRET_ACCESS_KEY: "x",
        NODE_OPTIONS: "x",
        XPATH: "x",
        HOMEPAGE: "x",
        LC_: "x",
        path: "x",
        EMPTY: undefined,
    };
    expect(baseEnvironment({ ...kept, ...dropped })).toEqual(kept);
});

describe("findCommand", () => {
    beforeEach(() => {
        mkdirSync(join(sample.folder, "bin", "folder"), { recursive: true });
        writeFileSync(join(sample.folder, "bin", "run"), "#!/bin/sh\n", { mode: 0o755 });
        writeFileSync(join(sample.folder, "bin", "data"), "", { mode: 0o644 });
    });

    test.each([
        ["run", "/nowhere:bin", "bin/run"],
        ["run", "/nowhere", undefined],
        ["./bin/run", undefined, "bin/run"],
        ["bin/run", "/nowhere", "bin/run"],
        ["run", undefined, undefined],
        ["data", "bin", undefined],
        ["folder", "bin", undefined],
        ["", "bin", undefined],
    ])("%p on the PATH %p", (argv0, PATH, found) => {
        expect(findCommand(argv0, sample.folder, PATH)).toBe(found && join(sample.folder, found));
    });

    test("an empty part of the PATH means the folder", () => {
        expect(findCommand("run", join(sample.folder, "bin"), "/nowhere:")).toBe(join(sample.folder, "bin", "run"));
    });

    test("finds what the system finds", () => {
        expect(findCommand("sh", "/", undefined)).toMatch(/\/bin\/sh$/);
    });
});
