import type { Config } from "../target";
import type { Cluster } from "./cluster";
import { freeListener } from "./freeListener";

/** Config of a stack whose front door is a Gateway of its own in this cluster, at a port that nobody has. */
export async function doorOf(cluster: Cluster): Promise<Config> {
    const { gatewayClass, gatewayController, gatewayAddress } = cluster.facts;
    const port = String(await freeListener(cluster));
    return {
        target: "kubernetes",
        plainHttp: "true",
        listenerPort: port,
        publicUrl: `http://${gatewayAddress}:${port}`,
        kubernetesGatewayClass: gatewayClass,
        kubernetesController: gatewayController,
    };
}
