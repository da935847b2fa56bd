import { createHash } from "node:crypto";
import type { Cluster } from "./cluster";
import { contractImage } from "./images";

const MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";

interface Manifest {
    readonly config: Descriptor;
    readonly [other: string]: unknown;
}

interface Descriptor {
    readonly digest: string;
    readonly size: number;
    readonly mediaType: string;
}

interface Config {
    readonly config: { readonly Cmd: readonly string[]; readonly [other: string]: unknown };
    readonly [other: string]: unknown;
}

/** Parts of an image that the registry does not have yet. */
interface Made {
    readonly manifest: string;
    readonly config: string;
    readonly configDigest: string;
}

/**
 * Images of the contract app with flags, all of the same layers: Docker builds them once. What an image is called is known before it is
 * pushed, as its name is the digest of its text.
 */
export class ContractImages {
    private readonly made = new Map<string, Made>();

    private constructor(
        private readonly repository: string,
        private readonly manifest: Manifest,
        private readonly config: Config,
    ) {}

    static async create(cluster: Cluster): Promise<ContractImages> {
        const [repository = "", digest = ""] = (await contractImage(cluster)).split("@");
        const manifest = await ask(repository, `manifests/${digest}`, { headers: { Accept: MANIFEST } });
        const content = (await manifest.json()) as Manifest;
        const config = await ask(repository, `blobs/${content.config.digest}`);
        return new ContractImages(repository, content, (await config.json()) as Config);
    }

    /** Name of the image with these flags. */
    name(...flags: string[]): string {
        const command = [...this.config.config.Cmd, ...flags];
        const config = JSON.stringify({ ...this.config, config: { ...this.config.config, Cmd: command } });
        const configDigest = digestOf(config);
        const about = { ...this.manifest.config, digest: configDigest, size: Buffer.byteLength(config) };
        const manifest = JSON.stringify({ ...this.manifest, config: about });
        const name = `${this.repository}@${digestOf(manifest)}`;
        if (!this.pushed.has(name)) this.made.set(name, { manifest, config, configDigest });
        return name;
    }

    private readonly pushed = new Set<string>();

    /** Pushes what was named and is not there yet. */
    async push(): Promise<void> {
        for (const [name, { manifest, config, configDigest }] of this.made) {
            const upload = await ask(this.repository, "blobs/uploads/", { method: "POST" });
            const target = new URL(upload.headers.get("location") ?? "", upload.url);
            target.searchParams.set("digest", configDigest);
            const headers = { "Content-Type": "application/octet-stream" };
            await asked(target, { method: "PUT", headers, body: config });
            const put = { method: "PUT", headers: { "Content-Type": MANIFEST }, body: manifest };
            await ask(this.repository, `manifests/${name.split("@")[1]}`, put);
            this.pushed.add(name);
            this.made.delete(name);
        }
    }
}

/** Asks the registry of a repository; it has no TLS where it is on this machine. */
function ask(repository: string, path: string, init?: RequestInit): Promise<Response> {
    const [host = "", ...name] = repository.split("/");
    const scheme = /^(127\.|localhost[:/])/.test(host) ? "http" : "https";
    return asked(new URL(`${scheme}://${host}/v2/${name.join("/")}/${path}`), init);
}

async function asked(url: URL, init?: RequestInit): Promise<Response> {
    const response = await fetch(url, init);
    if (!response.ok) throw new Error(`${url} answers ${response.status}: ${await response.text()}`);
    return response;
}

function digestOf(text: string): string {
    return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
