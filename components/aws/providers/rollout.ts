import { acting } from "../../dynamic/acting";
import { progress } from "../../dynamic/provider";
import { untilFine } from "../../gate/probe";
import { type Clients, withClients } from "../api/clients";
import { deploymentStanding, RolloutFailed } from "../api/deployment";
import { readService, stopReasons } from "../api/service";
import { healthyTargets } from "../api/status";
import { endService, strayServices } from "../api/strays";

/** What a service is to run. */
export interface RolloutInputs {
    readonly app: string;
    readonly tier: string;
    readonly color: string;
    readonly release: string;
    readonly cluster: string;
    readonly service: string;
    readonly taskDefinition: string;
    readonly targetGroup: string;
    readonly instances: number;
    readonly startSeconds: number;
    readonly profile?: string;
}

const POLL_MS = 3000;

/**
 * Waits until a service really runs what it was given. Neither ECS nor the provider tells: a deployment that the circuit breaker rolled
 * back ends "steady" on the old task definition, and a first deployment does not wait for the targets' health.
 */
export const rolloutProvider = acting<RolloutInputs>({
    id: ({ app, tier, color }) => `${app}-${tier}-${color}`,
    decisive,
    act: rollOut,
});

function decisive({ cluster, service, taskDefinition, targetGroup, instances }: RolloutInputs) {
    return { cluster, service, taskDefinition, targetGroup, instances };
}

async function rollOut(inputs: RolloutInputs): Promise<void> {
    await withClients({ arn: inputs.targetGroup, profile: inputs.profile }, async (clients) => {
        await follow(inputs, clients);
        // Not before: a service that is being replaced serves until the new one does.
        if (await endStrays(inputs, clients)) await follow(inputs, clients);
    });
}

/** Ends what serves beside the wanted service and nobody knows of; says whether there was any. */
async function endStrays(inputs: RolloutInputs, { containers }: Clients): Promise<boolean> {
    const { app, tier, color, cluster, startSeconds } = inputs;
    const strays = await strayServices(containers, inputs);
    for (const stray of strays) {
        progress(`${app}: ${tier} ${color}: ends ${stray}, which a killed update left`);
        await endService(containers, cluster, stray);
    }
    for (const stray of strays) {
        const left = async () => ((await readService(containers, cluster, stray)) ? "it still runs" : undefined);
        const wrong = await untilFine(startSeconds, left, POLL_MS);
        if (!wrong) continue;
        throw new Error(
            `${app}: ${tier} ${color}: ${stray}, which a killed update left, did not end: ${wrong}, after ${startSeconds} s. ` +
                "New visitors are where they were. Delete the service in ECS and run the update again.",
        );
    }
    return strays.length > 0;
}

async function follow(inputs: RolloutInputs, clients: Clients): Promise<void> {
    const { app, tier, color, release, cluster, service, startSeconds } = inputs;
    let told = "";
    const start = Date.now();
    const look = async () => {
        const now = await standing(inputs, clients, (Date.now() - start) / 1000);
        if (now && now !== told) progress(`${app}: ${tier} ${color}: ${now}`);
        told = now ?? "";
        return now;
    };
    let wrong: string | undefined;
    try {
        wrong = await untilFine(startSeconds, look, POLL_MS);
        if (wrong) wrong += `, after ${startSeconds} s`;
    } catch (error) {
        if (!(error instanceof RolloutFailed)) throw error;
        wrong = error.message;
    }
    if (!wrong) {
        progress(`${app}: ${tier} ${color}: ${release} runs, ${inputs.instances} healthy`);
        return;
    }
    const reasons = await stopReasons(clients.containers, cluster, service).catch(() => []);
    const events = (await readService(clients.containers, cluster, service))?.events ?? [];
    const words = [
        ...reasons.map((one) => `task stopped: ${one}`),
        ...events.slice(0, 4).map(({ message }) => `event: ${message}`),
    ];
    throw new Error(
        `${app}: ${tier} of ${release} on ${color} did not start: ${wrong}. New visitors are where they were. ` +
            "Mend the release and run the update again; to try the same images once more, run it with --refresh." +
            `${words.map((word) => `\n  ${word}`).join("")}`,
    );
}

/** What is still missing; undefined when the service is as wanted. */
async function standing(
    inputs: RolloutInputs,
    { containers, balancing }: Clients,
    seconds: number,
): Promise<string | undefined> {
    const service = await readService(containers, inputs.cluster, inputs.service);
    if (!service) return "ECS knows no such service yet";
    const unfinished = deploymentStanding(service.deployments ?? [], inputs.taskDefinition, seconds);
    if (unfinished) return unfinished;
    const { runningCount = 0, desiredCount = 0 } = service;
    const least = Math.max(inputs.instances, desiredCount);
    const healthy = await healthyTargets(balancing, inputs.targetGroup);
    if (healthy >= least && runningCount >= least) return undefined;
    return `${runningCount} of ${least} tasks run, ${healthy} are healthy`;
}
