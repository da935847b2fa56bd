import type { ContainerStatus, KubeEvent, Pod } from "./objects";
import { type ClusterReader, KINDS } from "./reader";
import { containersOf } from "./workload";

/** Lines of a container's log that are told. */
const LOG_LINES = 8;
/** Pods whose words are told; more of them say the same. */
const PODS = 2;

/** What the pods that are not ready have to say, a line each: why they wait, how they ended, what they printed last. */
export async function lastWords(reader: ClusterReader, pods: readonly Pod[]): Promise<string[]> {
    const troubled = pods
        .filter((pod) => !isReady(pod))
        .sort((a, b) => (b.metadata.creationTimestamp ?? "").localeCompare(a.metadata.creationTimestamp ?? ""));
    const told: string[][] = [];
    for (const pod of troubled) {
        const words = await wordsOf(reader, pod);
        const same = told.some((others) => alike(others) === alike(words));
        if (words.length > 0 && !same) told.push(words);
        if (told.length === PODS) break;
    }
    return told.flat();
}

function isReady({ status }: Pod): boolean {
    return status?.conditions?.some(({ type, status: holds }) => type === "Ready" && holds === "True") ?? false;
}

/** Words without the names of pods. */
function alike(words: readonly string[]): string {
    return words.join("\n").replace(/pod \S+/g, "");
}

async function wordsOf(reader: ClusterReader, pod: Pod): Promise<string[]> {
    const { metadata, status } = pod;
    const where = `pod ${metadata.name}`;
    const scheduled = status?.conditions?.find(({ type }) => type === "PodScheduled");
    if (scheduled?.status === "False") return [`${where} has no node: ${oneLine(scheduled.message)}`];
    const words = status?.message ? [`${where}: ${status.reason ?? ""} ${oneLine(status.message)}`] : [];
    for (const container of containersOf(status).filter(({ ready }) => !ready)) {
        words.push(...endOf(where, container), ...(await logOf(reader, pod, container)));
    }
    return [...words, ...(await warning(reader, pod))];
}

/** Why a container waits, and how it ended. */
function endOf(where: string, { name, state, lastState, restartCount = 0 }: ContainerStatus): string[] {
    const words: string[] = [];
    const { waiting } = state ?? {};
    if (waiting?.reason) words.push(`${where}: ${name} waits: ${[waiting.reason, oneLine(waiting.message)].join(" ")}`);
    const ended = state?.terminated ?? lastState?.terminated;
    if (ended) {
        const why = [ended.reason, oneLine(ended.message)].filter((one) => one).join(": ");
        const times = restartCount > 0 ? `, restarted ${restartCount} times` : "";
        words.push(`${where}: ${name} ended with exit code ${ended.exitCode}${why ? ` (${why})` : ""}${times}`);
    }
    return words;
}

/** What a container printed last: of the run that ended, where there was one. */
async function logOf(reader: ClusterReader, { metadata }: Pod, container: ContainerStatus): Promise<string[]> {
    const { name, state, restartCount = 0 } = container;
    if (!state?.running && !state?.terminated && restartCount === 0) return [];
    const pod = { namespace: metadata.namespace ?? "", name: metadata.name };
    const previous = !state?.terminated && restartCount > 0;
    const text = await reader
        .log(pod, name, LOG_LINES, previous)
        .catch((error: Error) => `(its log cannot be read: ${error.message})`);
    return text
        .split("\n")
        .filter((line) => line.trim() !== "")
        .map((line) => `  | ${line}`);
}

/** The last warning about a pod, for example that its probe failed. */
async function warning(reader: ClusterReader, { metadata }: Pod): Promise<string[]> {
    const fields = `involvedObject.name=${metadata.name},type=Warning`;
    const events: KubeEvent[] = await reader
        .list(KINDS.event, { namespace: metadata.namespace, fields })
        .catch(() => []);
    const last = events.sort((a, b) => (b.lastTimestamp ?? "").localeCompare(a.lastTimestamp ?? ""))[0];
    return last?.message ? [`pod ${metadata.name}: ${last.reason ?? "warning"}: ${oneLine(last.message)}`] : [];
}

function oneLine(text = ""): string {
    return text.trim().replace(/\s+/g, " ");
}
