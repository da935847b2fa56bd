import type { ApiServer } from "../api/apiServer";
import { connect } from "./connect";
import type { Manifest } from "./manifest";
import type { Settings } from "./settings";

interface Reached {
    readonly api: ApiServer;
    readonly namespace: string;
    readonly settings: Settings;
}

/** The cluster that the provider was configured for. A preview may do without it, as it may come with the update. */
export class Cluster {
    private constructor(
        readonly settings: Settings,
        private readonly found: Omit<Reached, "settings"> | string,
    ) {}

    static async find(settings: Settings): Promise<Cluster> {
        try {
            const connected = await connect(settings);
            await connected.api.ask("GET", "/version");
            return new Cluster(settings, connected);
        } catch (error) {
            return new Cluster(settings, error instanceof Error ? error.message : String(error));
        }
    }

    get isReachable(): boolean {
        return typeof this.found !== "string";
    }

    /** Whether objects of this kind belong to a namespace. A kind that comes with the update is taken for one that does, as most do. */
    async isNamespaced({ apiVersion, kind }: Manifest): Promise<boolean> {
        if (typeof this.found === "string") return true;
        return (await this.found.api.isNamespaced(apiVersion, kind)) ?? true;
    }

    /** Throws when there is no way to it. */
    reached(): Reached {
        if (typeof this.found === "string")
            throw new Error(`configured Kubernetes cluster is unreachable: ${this.found}`);
        return { ...this.found, settings: this.settings };
    }
}
