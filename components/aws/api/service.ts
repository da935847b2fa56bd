import {
    DescribeServicesCommand,
    DescribeTasksCommand,
    type ECSClient,
    ListTasksCommand,
    type Service,
} from "@aws-sdk/client-ecs";

/** A service as ECS runs it. */
export async function readService(client: ECSClient, cluster: string, service: string): Promise<Service | undefined> {
    const { services = [] } = await client.send(new DescribeServicesCommand({ cluster, services: [service] }));
    return services.find(({ status }) => status !== "INACTIVE");
}

/** Why tasks of a service stopped, the last ones first; empty when none did. */
export async function stopReasons(client: ECSClient, cluster: string, serviceName: string): Promise<string[]> {
    const listed = await client.send(new ListTasksCommand({ cluster, serviceName, desiredStatus: "STOPPED" }));
    const tasks = (listed.taskArns ?? []).slice(0, 10);
    if (tasks.length === 0) return [];
    const { tasks: described = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks }));
    const reasons = described
        .sort((a, b) => (b.stoppedAt?.getTime() ?? 0) - (a.stoppedAt?.getTime() ?? 0))
        .map(({ stoppedReason, containers = [] }) => {
            const ends = containers.flatMap(({ name, exitCode, reason }) =>
                exitCode === undefined && !reason ? [] : [`${name}: ${reason ?? `exit code ${exitCode}`}`],
            );
            return [stoppedReason, ...ends].filter((one) => one).join("; ");
        });
    return [...new Set(reasons)].slice(0, 3);
}
