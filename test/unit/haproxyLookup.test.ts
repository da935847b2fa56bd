import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { haproxyIn } from "../../components/haproxy/runtime/haproxy";

let folder: string;

beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bg-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** An HAProxy that says nothing but its version. */
function install(says: string): string {
    const path = join(folder, "haproxy");
    writeFileSync(path, `#!/bin/sh\necho "${says}"\n`);
    chmodSync(path, 0o755);
    return path;
}

test("a missing HAProxy is told with the commands that install it", () => {
    expect(() => haproxyIn(folder)).toThrow(
        /^haproxy: not found on PATH; install HAProxy 2\.6 or newer \(Debian, Ubuntu: sudo apt-get install haproxy; .*\)$/,
    );
});

test.each([
    ["HAProxy version 2.5.14 2023/02/14", "version 2.5.14"],
    ["HAProxy version 1.9.0", "version 1.9.0"],
    ["HA-Proxy", "of an unknown version"],
])("%s is too old", (says, shown) => {
    const path = install(says);
    expect(() => haproxyIn(folder)).toThrow(`haproxy: ${path} is ${shown}, too old; install HAProxy 2.6 or newer`);
});

test.each([
    ["HAProxy version 2.6.12-1+deb12u4 2026/01/02 - https://haproxy.org/", "2.6"],
    ["HAProxy version 3.0.0", "3.0"],
])("%s will do", (says, version) => {
    const path = install(says);
    expect(haproxyIn(folder)).toEqual({ path, version });
});
