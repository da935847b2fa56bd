import { execFileSync } from "node:child_process";
import { findCommand } from "./process";

/** The oldest HAProxy whose configuration language has all that is used here, and that the tests ran with. */
export const MINIMUM = { major: 2, minor: 6 };

/** An HAProxy binary. */
export interface Haproxy {
    readonly path: string;
    readonly version: string;
}

let found: Haproxy | undefined;

/** Finds HAProxy on PATH or where systems put it. Throws what to do when it is missing or too old. */
export function findHaproxy(): Haproxy {
    found ??= haproxyIn(`${process.env.PATH ?? ""}:/usr/local/sbin:/usr/sbin:/usr/local/bin`);
    return found;
}

/** The same, in these folders only. */
export function haproxyIn(places: string): Haproxy {
    const path = findCommand("haproxy", "/", places);
    const remedy = `install HAProxy ${MINIMUM.major}.${MINIMUM.minor} or newer (Debian, Ubuntu: sudo apt-get install haproxy; Fedora: sudo dnf install haproxy; Alpine: sudo apk add haproxy)`;
    if (!path) throw new Error(`haproxy: not found on PATH; ${remedy}`);
    const said = execFileSync(path, ["-v"], { encoding: "utf8" });
    const version = /version (\d+)\.(\d+)[^\s]*/.exec(said);
    const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)];
    if (major < MINIMUM.major || (major === MINIMUM.major && minor < MINIMUM.minor)) {
        throw new Error(`haproxy: ${path} is ${version?.[0] ?? "of an unknown version"}, too old; ${remedy}`);
    }
    return { path, version: `${major}.${minor}` };
}
