import { COLORS, type Color } from "../../components/release";
import type { Cluster } from "../../test/support/kubernetes/cluster";
import { deploymentOf, serviceOf, TIER_NAMES, type Tier } from "./objects";
import { PeerSpace } from "./peerSpace";
import { RELEASES, type Way } from "./way";

const workload = (tier: Tier, color: Color) => `${tier}-${color}`;

/** Both colors up as Deployments of their own; each tier's Service is pointed at the other one's pods. */
export class SelectorFlip implements Way {
    readonly name = "selector flip";

    private constructor(private readonly space: PeerSpace) {}

    static async create(cluster: Cluster, images: Readonly<Record<Color, string>>): Promise<SelectorFlip> {
        const way = new SelectorFlip(await PeerSpace.create(cluster));
        try {
            await way.deploy(images);
            await way.makeLive("blue");
            await way.space.serves(RELEASES.blue);
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
        const { space } = this;
        await Promise.all(
            TIER_NAMES.map((tier) => space.apply(serviceOf(space.namespace, tier, workload(tier, color)))),
        );
    }

    dispose(): Promise<void> {
        return this.space.dispose();
    }

    private async deploy(images: Readonly<Record<Color, string>>): Promise<void> {
        const { space } = this;
        const all = COLORS.flatMap((color) => TIER_NAMES.map((tier) => ({ tier, color, name: workload(tier, color) })));
        for (const { tier, color, name } of all) {
            const [release, image] = [RELEASES[color], images[color]];
            await space.apply(deploymentOf(space.namespace, { name, tier, release, image }));
        }
        await space.rolledOut(...all.map(({ name }) => name));
    }
}
