import type { Color } from "../../components/release";
import { Cluster } from "../../test/support/kubernetes/cluster";
import { KubeStack } from "../../test/support/kubernetes/kubeStack";
import { SAYS } from "../../test/support/kubernetes/liveRoutes";
import { GATEWAY_API } from "../../test/support/kubernetes/objects";
import { PODS, RELEASES, type Way } from "./way";

interface Written {
    readonly metadata: {
        readonly annotations?: Readonly<Record<string, string>>;
        readonly managedFields: readonly { readonly time: string; readonly subresource?: string }[];
    };
}

/** A stack of this project, with both colors up; a switch is `pulumi up`. */
export class Ours implements Way {
    readonly name = "ours";

    private constructor(private readonly stack: KubeStack) {}

    static async create(): Promise<Ours> {
        const pods = String(PODS);
        const stack = await KubeStack.create({
            blueRelease: RELEASES.blue,
            frontendInstances: pods,
            backendInstances: pods,
        });
        try {
            await stack.mustUp({ greenRelease: RELEASES.green });
            return new Ours(stack);
        } catch (error) {
            await stack.dispose().catch(() => undefined);
            throw error;
        }
    }

    get url(): string {
        return this.stack.url;
    }

    async makeLive(active: Color): Promise<void> {
        await this.stack.mustUp({ active });
    }

    /** The first of the tiers' defaults that was written. */
    async writtenAt(): Promise<number> {
        const { api } = Cluster.get();
        const path = await api.path(GATEWAY_API, "HTTPRoute", `shop-${this.stack.pulumi.name}`);
        const { items } = await api.ask<{ items: Written[] }>("GET", path);
        const defaults = items.filter(({ metadata }) => metadata.annotations?.[SAYS.weights] !== undefined);
        const times = defaults.map(({ metadata: { managedFields } }) => {
            const specs = managedFields.filter(({ subresource }) => subresource === undefined);
            return Math.max(...specs.map(({ time }) => Date.parse(time)));
        });
        return Math.min(...times);
    }

    dispose(): Promise<void> {
        return this.stack.dispose();
    }
}
