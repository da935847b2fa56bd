import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { ECSClient } from "@aws-sdk/client-ecs";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";

/** How often the SDK tries before it gives up: the API limits calls, and an update may make many. */
const ATTEMPTS = 6;

/** The region that an ARN names. */
export function regionOf(arn: string): string {
    return arn.split(":")[3] ?? "";
}

function settings(arn: string, profile: string | undefined) {
    return { region: regionOf(arn), maxAttempts: ATTEMPTS, ...(profile ? { profile } : {}) };
}

/** Clients for the region of a listener, made once an update each; close them by {@link Clients.close}. */
export class Clients {
    readonly balancing: ElasticLoadBalancingV2Client;
    readonly metrics: CloudWatchClient;
    readonly containers: ECSClient;

    constructor(arn: string, profile?: string) {
        const common = settings(arn, profile);
        this.balancing = new ElasticLoadBalancingV2Client(common);
        this.metrics = new CloudWatchClient(common);
        this.containers = new ECSClient(common);
    }

    close(): void {
        this.balancing.destroy();
        this.metrics.destroy();
        this.containers.destroy();
    }
}

/** Runs something with clients, and closes them. */
export async function withClients<T>(
    { arn, profile }: { readonly arn: string; readonly profile?: string },
    work: (clients: Clients) => Promise<T>,
): Promise<T> {
    const clients = new Clients(arn, profile);
    try {
        return await work(clients);
    } finally {
        clients.close();
    }
}
