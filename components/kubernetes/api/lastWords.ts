import type { ContainerStatus, KubeEvent, Pod } from "./objects";
import { type ClusterReader, KINDS } from "./reader";
import { containersOf } from "./workload";

/** Lines of a container's log that are told. */
const LOG_LINES = 8;
/** Pods whose words are told; more of them say the same. */
const PODS = 2;
/** A warning that the kubelet of a cluster without DNS repeats for every pod. */
const NO_DNS = "MissingClusterDNS";

/** What the pods that are not ready have to say, a line each: why they wait, how they ended, what they printed last. */
export async function lastWords(reader: ClusterReader, pods: readonly Pod[]): Promise<string[]> {
    const troubled = pods
        .filter((pod) => !isReady(pod))
        .sort((a, b) => (b.metadata.creationTimestamp ?? "").localeCompare(a.metadata.creationTimestamp ?? ""));
    const told = new Map<string, string[]>();
    for (const pod of troubled) {
        const words = await wordsOf(reader, pod);
        const kind = alike(words, pod);
        if (words.length > 0 && !told.has(kind)) told.set(kind, words);
        if (told.size === PODS) break;
    }
    return [...told.values()].flat();
}

function isReady({ status }: Pod): boolean {
    return status?.conditions?.some(({ type, status: holds }) => type === "Ready" && holds === "True") ?? false;
}

/** Words that fit any pod. */
function alike(words: readonly string[], { metadata }: Pod): string {
    return words
        .join("\n")
        .replaceAll(metadata.name, "")
        .replaceAll(metadata.uid ?? metadata.name, "");
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
    return explained(pod) ? words : [...words, ...(await warning(reader, pod))];
}

/** What a container waits for before anything can have gone wrong with it. */
const STARTING: readonly (string | undefined)[] = [undefined, "ContainerCreating", "PodInitializing"];

/** Whether a container tells why it does not run. Otherwise the kubelet knows, of a probe that fails or a volume that is not there. */
function explained({ status }: Pod): boolean {
    return containersOf(status).some(
        ({ state, lastState }) =>
            state?.terminated || lastState?.terminated || !STARTING.includes(state?.waiting?.reason),
    );
}

/** Why a container waits, and how it ended. */
function endOf(where: string, { name, state, lastState, restartCount = 0 }: ContainerStatus): string[] {
    const words: string[] = [];
    const { reason, message } = state?.waiting ?? {};
    // How long Kubernetes waits before the next try helps nobody: how the last one ended is told below.
    if (reason === "CrashLoopBackOff") words.push(`${where}: ${name} ends again and again`);
    else if (reason)
        words.push(`${where}: ${name} waits: ${[reason, oneLine(message)].filter((one) => one).join(": ")}`);
    if (state?.running) words.push(`${where}: ${name} runs, but is not ready`);
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
        .filter((line, index, lines) => line.trim() !== "" && line !== lines[index - 1])
        .map((line) => `  | ${line}`);
}

/** The last warning about a pod, for example that its probe failed. */
async function warning(reader: ClusterReader, { metadata }: Pod): Promise<string[]> {
    const fields = `involvedObject.name=${metadata.name},type=Warning`;
    const events: KubeEvent[] = await reader
        .list(KINDS.event, { namespace: metadata.namespace, fields })
        .catch(() => []);
    const last = events
        .filter(({ reason }) => reason !== NO_DNS)
        .sort((a, b) => (b.lastTimestamp ?? "").localeCompare(a.lastTimestamp ?? ""))[0];
    return last?.message ? [`pod ${metadata.name}: ${last.reason ?? "warning"}: ${oneLine(last.message)}`] : [];
}

function oneLine(text = ""): string {
    return text.trim().replace(/\s+/g, " ");
}
