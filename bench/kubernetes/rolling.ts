import type { Color } from "../../components/release";
import type { Cluster } from "../../test/support/kubernetes/cluster";
import { deploymentOf, serviceOf, TIER_NAMES } from "./objects";
import { PeerSpace } from "./peerSpace";
import { RELEASES, type Way } from "./way";

/** Two Deployments whose image is replaced, as `kubectl apply` and `kubectl rollout status` do; back in the same way. */
export class Rolling implements Way {
    readonly name = "rolling update";

    private constructor(
        private readonly space: PeerSpace,
        private readonly images: Readonly<Record<Color, string>>,
    ) {}

    static async create(cluster: Cluster, images: Readonly<Record<Color, string>>): Promise<Rolling> {
        const way = new Rolling(await PeerSpace.create(cluster), images);
        try {
            const { space } = way;
            for (const tier of TIER_NAMES) await space.apply(serviceOf(space.namespace, tier, tier));
            await way.makeLive("blue");
            await space.serves(RELEASES.blue);
            return way;
        } catch (error) {
            await way.dispose().catch(() => undefined);
            throw error;
        }
    }

    get url(): string {
        return this.space.url;
    }

    async makeLive(color: Color): Promise<void> {
        const [release, image] = [RELEASES[color], this.images[color]];
        const { space } = this;
        await Promise.all(
            TIER_NAMES.map((tier) => space.apply(deploymentOf(space.namespace, { name: tier, tier, release, image }))),
        );
        await space.rolledOut(...TIER_NAMES);
    }

    dispose(): Promise<void> {
        return this.space.dispose();
    }
}
