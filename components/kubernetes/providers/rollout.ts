import { acting } from "../../dynamic/acting";
import { type Provider, progress } from "../../dynamic/provider";
import { untilFine } from "../../gate/probe";
import { openCluster } from "../api/clients";
import { lastWords } from "../api/lastWords";
import { type ClusterReader, KINDS } from "../api/reader";
import type { ClusterAccess } from "../api/source";
import { hopeless, type WantedWorkload, workloadStanding } from "../api/workload";
import { serviceSelector } from "../names";

/** What a Deployment is to run. */
export interface WorkloadRolloutInputs extends WantedWorkload {
    readonly app: string;
    readonly tier: string;
    readonly color: "blue" | "green";
    readonly cluster?: ClusterAccess;
    readonly namespace: string;
    readonly deployment: string;
    /** Another text when the pods are to be others: what they are made from, or a digest of it. */
    readonly revision: string;
    readonly startSeconds: number;
}

/** How a rollout looks at the cluster. */
export interface RolloutEyes {
    readonly open: (access: ClusterAccess | undefined) => ClusterReader;
    readonly pollMs: number;
    /** How long what hardly gets better is watched all the same: an image may be on its way, a Secret about to come. */
    readonly patienceMs: number;
}

/**
 * Waits until a Deployment really runs what it was given, and nothing of before, all of it ready. Pulumi's own wait tells little of the
 * reason when it does not come to that.
 */
export const rolloutProvider = rollouts({ open: openCluster, pollMs: 2000, patienceMs: 30_000 });

/** The same with other eyes. */
export function rollouts(eyes: RolloutEyes): Provider<WorkloadRolloutInputs, WorkloadRolloutInputs> {
    return acting({
        id: ({ app, tier, color }) => `${app}-${tier}-${color}`,
        decisive,
        act: (inputs) => follow(inputs, eyes),
    });
}

function decisive({ cluster, namespace, deployment, release, revision, instances }: WorkloadRolloutInputs) {
    return { cluster, namespace, deployment, release, revision, instances };
}

/** What is given up before its time. */
class RolloutFailed extends Error {}

async function follow(inputs: WorkloadRolloutInputs, eyes: RolloutEyes): Promise<void> {
    const { app, tier, color, release, namespace, startSeconds } = inputs;
    const reader = eyes.open(inputs.cluster);
    const pods = () => {
        const labels = Object.entries(serviceSelector(app, tier, color, release)).map((pair) => pair.join("="));
        return reader.list(KINDS.pod, { namespace, labels: labels.join() });
    };
    let told = "";
    let troubledSince: number | undefined;
    const look = async () => {
        const now = workloadStanding(await reader.read(KINDS.deployment, inputs.deployment, namespace), inputs);
        if (now && now !== told) progress(`${app}: ${tier} ${color}: ${now}`);
        told = now ?? "";
        if (now === undefined) return undefined;
        const trouble = hopeless(await pods());
        troubledSince = trouble ? (troubledSince ?? Date.now()) : undefined;
        if (troubledSince !== undefined && Date.now() - troubledSince >= eyes.patienceMs) {
            throw new RolloutFailed(`${now}, and ${trouble}`);
        }
        return now;
    };
    const wrong = await untilFine(startSeconds, look, eyes.pollMs)
        .then((last) => last && `${last}, after ${startSeconds} s`)
        .catch((error: unknown) => {
            if (error instanceof RolloutFailed) return error.message;
            throw error;
        });
    if (!wrong) {
        progress(`${app}: ${tier} ${color}: ${release} runs, ${inputs.instances} ready`);
        return;
    }
    const words = await lastWords(reader, await pods());
    throw new Error(
        `${app}: ${tier} of ${release} on ${color} did not start: ${wrong}. New visitors are where they were. ` +
            "Mend the release, or what it lacks in the cluster, and run the update again." +
            `${words.map((word) => `\n  ${word}`).join("")}`,
    );
}
