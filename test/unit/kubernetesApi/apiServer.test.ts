import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import yaml from "js-yaml";
import { runTypescript } from "../../support/runTypescript";

let folder: string;
let server: Server;
let url: string;
/** Answers in turn; the last one stays. */
let answers: number[];
let asked: IncomingMessage[];

beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "bg-api-"));
    server = createServer((request, response) => {
        asked.push(request);
        const status = answers.length > 1 ? answers.shift() : answers[0];
        response.writeHead(status ?? 200, { "content-type": "application/json" }).end('{"items": []}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
    answers = [200];
    asked = [];
});
afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
});

/** A kubeconfig of two clusters: the server above, and one that nobody is. */
function kubeconfig(name: string, address = url): string {
    const file = join(folder, name);
    const cluster = (at: string) => ({ server: at, "insecure-skip-tls-verify": true });
    const text = yaml.dump({
        ...{ apiVersion: "v1", kind: "Config", "current-context": "here" },
        clusters: [
            { name: "here", cluster: cluster(address) },
            { name: "nowhere", cluster: cluster("http://127.0.0.1:1") },
        ],
        users: [{ name: "me", user: { token: "secret" } }],
        contexts: ["here", "nowhere"].map((one) => ({ name: one, context: { cluster: one, user: "me" } })),
    });
    writeFileSync(file, text);
    return file;
}

/** What a reader with an access says. */
async function list(access: object, env: Record<string, string> = {}): Promise<string> {
    const script = `
        const { openCluster } = load("components/kubernetes/api/clients.ts");
        const { KINDS } = load("components/kubernetes/api/reader.ts");
        const asked = async () => openCluster(args[0]).list(KINDS.pod, { namespace: "shop" });
        return asked().then(() => "fine", ({ message }) => message);`;
    return runTypescript(script, [access], { PATH: process.env.PATH, HOME: folder, ...env });
}

test("the kubeconfig that is named is used, with its credentials and the path of its server", async () => {
    expect(await list({ kubeconfig: kubeconfig("named", `${url}/clusters/a/`) })).toBe("fine");
    expect(asked.map((one) => one.url)).toEqual(["/clusters/a/api/v1/namespaces/shop/pods"]);
    expect(asked[0]?.headers.authorization).toBe("Bearer secret");
});

test("otherwise that of KUBECONFIG", async () => {
    expect(await list({}, { KUBECONFIG: kubeconfig("default") })).toBe("fine");
    expect(asked).toHaveLength(1);
});

test("the context that is named is used; a server that nobody is is told", async () => {
    expect(await list({ kubeconfig: kubeconfig("contexts"), context: "nowhere" })).toBe(
        'cluster: the API server http://127.0.0.1:1 must answer, got "connect ECONNREFUSED 127.0.0.1:1"; ' +
            "start the cluster, or name another kubeconfig or context in `cluster`",
    );
    expect(asked).toEqual([]);
});

test("a context or file that is not there is told", async () => {
    expect(await list({ kubeconfig: kubeconfig("unknown"), context: "kind" })).toBe(
        'cluster.context: must be a context of the kubeconfig file: here, nowhere, got "kind"',
    );
    expect(await list({ kubeconfig: "missing.yaml" })).toMatch(
        /^cluster\.kubeconfig: must be a kubeconfig file that can be read, got "missing\.yaml"; ENOENT/,
    );
});

test("an API server that is busy is asked again, and given up when it stays so", async () => {
    answers = [503, 429, 200];
    expect(await list({ kubeconfig: kubeconfig("busy") })).toBe("fine");
    expect(asked).toHaveLength(3);
    [answers, asked] = [[503], []];
    expect(await list({ kubeconfig: kubeconfig("busy") })).toMatch(
        /must answer when asked to list pods in namespace shop/,
    );
    expect(asked).toHaveLength(4);
});
