import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callEach, runModule } from "../support/runModule";

const ROOT = join(__dirname, "../..");
const NAME = "pulumi-v1.0.0-linux-x64.tar.gz";

let folder: string;
beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "blue-green-setup-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a checksums file gives the sum of the file of exactly that name", () => {
    const sum = "A".repeat(64);
    const file = `${"b".repeat(64)}  other-${NAME}\n${sum}  ${NAME}\nshort  broken.tar.gz\n${sum} *binary.tar.gz\n`;
    const names = [NAME, "broken.tar.gz", "binary.tar.gz", "absent.tar.gz"];
    const sums = callEach(
        "tools/setup/checksums.mjs",
        "checksumFor",
        names.map((name) => [file, name]),
    );
    expect(sums).toEqual(["a".repeat(64), null, "a".repeat(64), null]);
});

test("there is an official release for Linux and macOS on both processors, nowhere else", () => {
    const systems = [
        ["linux", "x64"],
        ["darwin", "arm64"],
        ["freebsd", "x64"],
        ["linux", "ia32"],
    ];
    const releases = callEach("tools/setup/pulumi/official.mjs", "officialRelease", systems);
    expect(releases.slice(0, 2)).toEqual([
        expect.objectContaining({ archive: expect.stringMatching(/\/pulumi-v[\d.]+-linux-x64\.tar\.gz$/) }),
        expect.objectContaining({ archive: expect.stringMatching(/\/pulumi-v[\d.]+-darwin-arm64\.tar\.gz$/) }),
    ]);
    expect(releases.slice(2)).toEqual([null, null]);
});

describe("the official download", () => {
    /** Serves a release on loopback, with the given sum, downloads it and lists what is there then. */
    const download = (sum: string) =>
        runModule(
            `const { createServer } = await import("node:http");
             const { readFileSync, readdirSync } = await import("node:fs");
             const { downloadOfficial } = await load("tools/setup/pulumi/official.mjs");
             const [archive, target, name, sum] = args;
             const server = createServer((request, response) => {
                 if (request.url === "/" + name) return response.end(readFileSync(archive));
                 response.statusCode = request.url === "/sums" ? 200 : 404;
                 response.end(sum + "  " + name + "\\n");
             }).listen(0, "127.0.0.1");
             await new Promise((resolve) => server.once("listening", resolve));
             const base = "http://127.0.0.1:" + server.address().port;
             const release = { archive: base + "/" + name, checksums: [base + "/absent", base + "/sums"] };
             const error = await downloadOfficial(release, target).then(() => "", (it) => it.message);
             server.close();
             return { error: error.replace(base, ""), files: readdirSync(target, { recursive: true }) };`,
            join(folder, NAME),
            join(folder, "target"),
            NAME,
            sum,
        ) as { error: string; files: string[] };

    let sum: string;
    beforeEach(() => {
        for (const name of ["pulumi", "target"]) mkdirSync(join(folder, name));
        writeFileSync(join(folder, "pulumi", "pulumi"), "#!/bin/sh\n");
        chmodSync(join(folder, "pulumi", "pulumi"), 0o755);
        execFileSync("tar", ["-czf", join(folder, NAME), "-C", folder, "pulumi"]);
        sum = createHash("sha256")
            .update(readFileSync(join(folder, NAME)))
            .digest("hex");
    });

    test("is unpacked when its sum is the release's", () => {
        expect(download(sum)).toEqual({ error: "", files: ["bin", join("bin", "pulumi")] });
    });

    test("leaves nothing when its sum is another", () => {
        const wrong = "0".repeat(64);
        const { error, files } = download(wrong);
        expect(error).toBe(`/${NAME}: SHA-256 is ${sum}, the release says ${wrong}`);
        expect(files).toEqual([]);
        expect(readdirSync(join(folder, "target"))).toEqual([]);
    });
});

test("the Go modules name the versions that the set-up says it builds", () => {
    const constants = readFileSync(join(ROOT, "tools/setup/pulumi/versions.mjs"), "utf8");
    const version = (name: string) => new RegExp(`${name} = "([^"]+)"`).exec(constants)?.[1];
    const goMod = (name: string) => readFileSync(join(ROOT, "tools", name, "go.mod"), "utf8");
    expect(goMod("pulumi-cli")).toContain(`github.com/pulumi/pulumi/pkg/v3 v${version("PULUMI_VERSION")} `);
    const host = `github.com/pulumi/pulumi/sdk/v3 v${version("LANGUAGE_HOST_VERSION")} `;
    expect(goMod("pulumi-language-nodejs")).toContain(host);
});
