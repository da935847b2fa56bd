import { createHash } from "node:crypto";
import {
    cpSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    realpathSync,
    rmSync,
    statSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../../setup/run.mjs";
import { docker } from "./docker.mjs";

const CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt";
const ACCOUNTS = "root:x:0:0:root:/root:/bin/sh\nnode:x:1000:1000:node:/home/node:/bin/sh\n";
const DOCKERFILE = `FROM scratch
COPY root /
ENV PATH=/usr/local/bin:/bin NODE_EXTRA_CA_CERTS=${CERTIFICATES} SSL_CERT_FILE=${CERTIFICATES}
CMD ["node"]
`;

const PAUSE = `FROM scratch
COPY root /
ENTRYPOINT ["/sleep", "2147483647"]
`;

/**
 * Builds the images that need no other, and pushes them: the one that holds a pod's namespaces, and a base with Node and npm, made of
 * this machine's own Node with its libraries and a Busybox. Answers the base's name.
 */
export async function pushBaseImages(registry, tools, env) {
    const local = { pause: "blue-green/pause:1", base: `blue-green/node:${baseVersion(tools)}` };
    if (!(await exists(local.pause, env))) {
        await build(env, local.pause, (folder) => fillPause(folder, tools));
    }
    await push(local.pause, `${registry}/pause:1`, env);
    if (!(await exists(local.base, env))) {
        await build(env, local.base, (folder) => fillBase(folder, tools));
    }
    return push(local.base, `${registry}/node:1`, env);
}

async function push(local, name, env) {
    await docker(["tag", local, name], env);
    await docker(["push", "--quiet", name], env);
    return name;
}

async function exists(tag, env) {
    return (await docker(["image", "inspect", tag], env).catch(() => undefined)) !== undefined;
}

/** Changes when Node does. */
function baseVersion({ busybox }) {
    const facts = [process.version, statSync(process.execPath).size, statSync(busybox).size, DOCKERFILE, ACCOUNTS];
    return createHash("sha256").update(JSON.stringify(facts)).digest("hex").slice(0, 12);
}

async function build(env, tag, fill) {
    const folder = mkdtempSync(join(tmpdir(), "blue-green-image-"));
    try {
        await fill(folder);
        await docker(["build", "--quiet", "--tag", tag, folder], env);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

async function fillPause(folder, { busybox }) {
    await copyProgram(busybox, join(folder, "root"), "sleep");
    writeFileSync(join(folder, "Dockerfile"), PAUSE);
}

async function fillBase(folder, { busybox }) {
    const root = join(folder, "root");
    for (const name of ["bin", "etc", "home/node", "root", "tmp", "usr/local/bin", "usr/local/lib/node_modules"]) {
        mkdirSync(join(root, name), { recursive: true });
    }
    const copy = (file, to = file) => cpSync(realpathSync(file), join(root, to), { recursive: true });
    await copyProgram(process.execPath, root, "usr/local/bin/node");
    await copyProgram(busybox, root, "bin/busybox");
    for (const name of (await run(busybox, ["--list"])).split("\n")) {
        if (name !== "" && name !== "busybox") symlinkSync("busybox", join(root, "bin", name));
    }
    const said = await run("npm", ["root", "--global"]);
    const npm = join(said.split("\n").find((line) => line.startsWith("/")) ?? "", "npm");
    if (existsSync(npm)) {
        copy(npm, "usr/local/lib/node_modules/npm");
        for (const name of ["npm", "npx"]) {
            symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, "usr/local/bin", name));
        }
    }
    if (existsSync(CERTIFICATES)) copy(CERTIFICATES);
    writeFileSync(join(root, "etc/passwd"), ACCOUNTS);
    writeFileSync(join(root, "etc/group"), "root:x:0:\nnode:x:1000:\n");
    await run("chmod", ["1777", join(root, "tmp")]);
    writeFileSync(join(folder, "Dockerfile"), DOCKERFILE);
}

/** Copies a program with the libraries that its loader finds, and the loader itself; one that is linked statically has none. */
async function copyProgram(file, root, to) {
    const text = await run("ldd", [file]).catch(() => "");
    const libraries = [...text.matchAll(/(\/\S+) \(0x/g)].map(([, library]) => [library, library]);
    for (const [from, target] of [[file, to], ...libraries]) cpSync(realpathSync(from), join(root, target));
}
