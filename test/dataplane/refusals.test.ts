import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Refusal, refusalScenarios } from "../scenarios/refusals";
import { haproxy } from "../support/haproxyTarget";

const { stack, refused, failedDeploy } = refusalScenarios(haproxy);

let squatter: Server;
let scratch: string;

beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "bg-"));
    squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
    squatter?.close();
    rmSync(scratch, { recursive: true, force: true });
});

const ON_THIS_MACHINE: Refusal[] = [
    [
        "a program that is not there",
        { greenFrontend: "no-such-program x" },
        ['must be a program on PATH.*"no-such-program"'],
    ],
    [
        "a certificate file that is not there",
        { certificateFile: "/nowhere/cert.pem" },
        ['certificateFile: must be a PEM file that exists, got "/nowhere/cert.pem"'],
    ],
    ["a state folder that cannot be written", { stateFolder: "/etc/hostname/x" }, ["stateFolder: must be writable"]],
];

test.each(ON_THIS_MACHINE)("%s is refused", (_what, config, words) =>
    refused(config, ...words.map((word) => new RegExp(word))),
);

test("a port in use is refused with who listens there", async () => {
    const taken = String((squatter.address() as AddressInfo).port);
    await refused({ port: taken }, new RegExp(`port: must be a free port .*pid ${process.pid} .*got ${taken}`));
});

test("an HAProxy that is too old is refused with the command that installs a new one", async () => {
    writeFileSync(join(scratch, "haproxy"), "#!/bin/sh\necho HAProxy version 2.0.1 2019/06/26\n");
    chmodSync(join(scratch, "haproxy"), 0o755);
    const { environment } = stack().pulumi;
    const path = environment.PATH;
    environment.PATH = `${scratch}:${path}`;
    try {
        await refused({ canary: "5" }, /haproxy: .*too old; install HAProxy 2\.6 or newer .*apt-get install haproxy/);
    } finally {
        environment.PATH = path;
    }
});

test("a certificate that HAProxy does not accept is refused with HAProxy's own words", async () => {
    const file = join(scratch, "garbage.pem");
    writeFileSync(file, "this is no certificate\n");
    await refused({ certificateFile: file }, /HAProxy rejects the configuration/, /garbage\.pem/);
});

test("an instance that never gets healthy fails the update with the last lines of its log, the router untouched", () =>
    failedDeploy(
        { greenBackend: stack().app("--deaf") },
        /backend green/,
        /still waiting for the database at db\.invalid/,
    ));

test("an instance that ends at once fails the update with its exit code and its log", () =>
    failedDeploy({ greenFrontend: stack().app("--exit") }, /exit(ed)?.*3/, /cannot reach the database at db\.invalid/));
