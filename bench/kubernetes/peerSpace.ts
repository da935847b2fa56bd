import { until } from "../../components/haproxy/runtime/wait";
import type { Cluster } from "../../test/support/kubernetes/cluster";
import { freeListener } from "../../test/support/kubernetes/freeListener";
import { gateway, httpRoute, type Manifest } from "../../test/support/kubernetes/objects";
import { Scratch } from "../../test/support/kubernetes/scratch";
import { freshClient } from "../../tools/traffic";
import { rulesOf, TIER_NAMES, TIERS } from "./objects";

const START_SECONDS = 180;
const EVERY_MS = 200;

interface Rollout {
    readonly metadata: { readonly generation: number };
    readonly spec: { readonly replicas: number };
    readonly status?: {
        readonly observedGeneration?: number;
        readonly replicas?: number;
        readonly updatedReplicas?: number;
        readonly availableReplicas?: number;
    };
}

/** A namespace with one Gateway and one HTTPRoute, which lead each tier's path to the Service with its name. */
export class PeerSpace {
    private constructor(
        private readonly scratch: Scratch,
        readonly url: string,
    ) {}

    static async create(cluster: Cluster): Promise<PeerSpace> {
        const { gatewayClass, gatewayAddress } = cluster.facts;
        const port = await freeListener(cluster);
        const scratch = await Scratch.create(cluster);
        const space = new PeerSpace(scratch, `http://${gatewayAddress}:${port}`);
        await space.apply(gateway(space.namespace, "door", gatewayClass, port));
        await space.apply(httpRoute(space.namespace, "app", "door", rulesOf()));
        return space;
    }

    get namespace(): string {
        return this.scratch.namespace;
    }

    /** Makes or changes objects, by server-side apply. */
    apply(...objects: readonly Manifest[]): Promise<void> {
        return this.scratch.apply(...objects);
    }

    /** Waits as `kubectl rollout status` does. */
    async rolledOut(...names: readonly string[]): Promise<void> {
        for (const name of names) {
            const done = async () => {
                const { metadata, spec, status = {} } = await this.scratch.get<Rollout>("apps/v1", "Deployment", name);
                const { observedGeneration, replicas, updatedReplicas, availableReplicas } = status;
                const isSeen = observedGeneration === metadata.generation;
                const counts = [replicas, updatedReplicas, availableReplicas];
                return isSeen && counts.every((count) => count === spec.replicas) ? true : undefined;
            };
            if (!(await until(START_SECONDS, done, EVERY_MS))) throw new Error(`${name}: its pods do not become ready`);
        }
    }

    /** Waits until every tier answers with a release. */
    async serves(release: string): Promise<void> {
        for (const tier of TIER_NAMES) {
            const path = `${TIERS[tier].path}whoami`;
            const answers = async () =>
                (await freshClient(this.url, path).catch(() => undefined))?.release === release ? true : undefined;
            if (!(await until(START_SECONDS, answers, EVERY_MS)))
                throw new Error(`${path}: ${release} does not answer`);
        }
    }

    dispose(): Promise<void> {
        return this.scratch.dispose();
    }
}
