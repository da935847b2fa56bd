import { setTimeout as sleep } from "node:timers/promises";
import { isNotFound } from "../api/apiError";
import type { ApiServer } from "../api/apiServer";
import { pathOf } from "./apply";
import { annotation, at, kindOf, type Manifest, skipsAwait } from "./manifest";
import { deploymentLacks } from "./readiness";
import { wishesOf } from "./waitFor";

const POLL_MS = 250;
/** How long endpoints have to stay as they are before the real provider takes them for settled. */
const SETTLED_MS = 10_000;
/** Kinds that the real provider waits for in a way that the stand-in does not have. */
const NOT_MODELLED =
    /^(apps\/v1\/(DaemonSet|StatefulSet)|batch\/v1\/Job|networking\.k8s\.io\/v1\/Ingress|v1\/(PersistentVolume(Claim)?|Pod|ReplicationController|ResourceQuota))$/;
/** Kinds that are not waited for at their end either when they are not at their begin. */
const SKIPS_DELETE =
    /^(v1\/(Namespace|Pod|ReplicationController)|apps\/v1\/(DaemonSet|Deployment|StatefulSet)|batch\/v1\/Job)$/;

/** How long the provider waits when nobody says it. */
const DEFAULT_SECONDS = 600;

export interface Waiting {
    readonly api: ApiServer;
    /** Of the resource's `customTimeouts`; 0 when there is none. */
    readonly timeout: number;
    readonly cancelled: AbortSignal;
}

/** What an object that exists waits for in vain. */
export class NotReady extends Error {
    constructor(
        message: string,
        readonly live: Manifest,
    ) {
        super(message);
    }
}

/** Throws for what the stand-in could only pretend to wait for. */
export function mustBeModelled(inputs: Manifest): void {
    if (skipsAwait(inputs)) return;
    if (wishesOf(inputs)) return;
    const remedy = 'set the annotation pulumi.com/skipAwait: "true", or install the real provider';
    if (NOT_MODELLED.test(kindOf(inputs)))
        throw new Error(`${kindOf(inputs)}: the stand-in for the provider kubernetes cannot wait for it; ${remedy}`);
}

/** Waits until an object is as it should be, and says how it is then. */
export async function ready(inputs: Manifest, live: Manifest, waiting: Waiting): Promise<Manifest> {
    if (skipsAwait(inputs)) return live;
    const lacks = lacksOf(inputs, waiting.api);
    if (!lacks) return live;
    const path = await pathOf(live, waiting.api);
    const end = Date.now() + seconds(inputs, waiting.timeout) * 1000;
    for (;;) {
        const now = await waiting.api.ask<Manifest>("GET", path);
        const missing = await lacks(now);
        if (missing.length === 0) return now;
        const { name } = now.metadata;
        if (waiting.cancelled.aborted) throw new NotReady(`Resource operation was cancelled for "${name}"`, now);
        if (Date.now() > end) throw new NotReady(`'${name}' timed out waiting to be Ready: ${missing.join("; ")}`, now);
        await sleep(POLL_MS);
    }
}

/** Throws when a refresh finds an object that is not as it should be. */
export async function mustBeReady(inputs: Manifest, live: Manifest, api: ApiServer): Promise<void> {
    if (skipsAwait(inputs)) return;
    const missing = (await kindLacks(inputs, api, 0)?.(live)) ?? [];
    if (missing.length === 0) return;
    const { name } = live.metadata;
    throw new NotReady(`Resource '${name}' was created but failed to initialize: ${missing.join("; ")}`, live);
}

/** Waits until an object is gone. */
export async function gone(inputs: Manifest, live: Manifest, waiting: Waiting): Promise<void> {
    if (skipsAwait(inputs) && SKIPS_DELETE.test(kindOf(inputs))) return;
    const path = await pathOf(live, waiting.api);
    const end = Date.now() + seconds(inputs, waiting.timeout) * 1000;
    for (;;) {
        const now = await waiting.api.ask<Manifest>("GET", path).catch((error) => {
            if (!isNotFound(error)) throw error;
            return undefined;
        });
        if (!now || now.metadata.uid !== live.metadata.uid) return;
        const { name, finalizers = [] } = now.metadata as { name?: string; finalizers?: string[] };
        if (waiting.cancelled.aborted) throw new NotReady(`Resource operation was cancelled for "${name}"`, now);
        if (Date.now() > end) {
            const why = `finalizers might be preventing deletion (${finalizers.join(", ")})`;
            throw new NotReady(`timed out waiting for "${name}" to be deleted: ${why}`, now);
        }
        await sleep(POLL_MS);
    }
}

type Lacks = (live: Manifest) => Promise<readonly string[]>;

function lacksOf(inputs: Manifest, api: ApiServer): Lacks | undefined {
    const wishes = wishesOf(inputs);
    if (wishes)
        return async (live) => wishes.filter((one) => !one.fulfilled(live)).map(({ text }) => `${text} is not so yet`);
    return kindLacks(inputs, api, SETTLED_MS);
}

/** What is waited for where the program does not say it. */
function kindLacks(inputs: Manifest, api: ApiServer, settledMs: number): Lacks | undefined {
    switch (kindOf(inputs)) {
        case "apps/v1/Deployment":
            return async (live) => deploymentLacks(live);
        case "v1/Service":
            return serviceLacks(api, settledMs);
        default:
            return undefined;
    }
}

/** A Service is ready once its endpoints have settled and none of them is unfit. */
function serviceLacks(api: ApiServer, settledMs: number): Lacks {
    let seen: { readonly version: unknown; readonly since: number } | undefined;
    return async (live) => {
        const { type, clusterIP, selector } = (live.spec ?? {}) as Record<string, unknown>;
        const address = at(live, "status", "loadBalancer", "ingress");
        if (type === "LoadBalancer" && !address)
            return ["Service was not allocated an IP address; does your cloud provider support this?"];
        if (type === "ExternalName" || clusterIP === "None" || Object.keys(selector ?? {}).length === 0) return [];
        const path = await api.path("v1", "Endpoints", live.metadata.namespace, live.metadata.name);
        const endpoints = await api.ask<Manifest>("GET", path).catch((error) => {
            if (!isNotFound(error)) throw error;
            return undefined;
        });
        const version = endpoints?.metadata.resourceVersion;
        if (seen?.version !== version) seen = { version, since: Date.now() };
        const subsets = (endpoints?.subsets ?? []) as { notReadyAddresses?: unknown[] }[];
        const isPending = subsets.some(({ notReadyAddresses = [] }) => notReadyAddresses.length > 0);
        const isSettled = endpoints && Date.now() - (seen?.since ?? 0) >= settledMs;
        if (isSettled && !isPending) return [];
        return [
            "Service does not target any Pods. Selected Pods may not be ready, or field '.spec.selector' may not match labels on any Pods",
        ];
    };
}

function seconds(inputs: Manifest, timeout: number): number {
    return timeout || Number(annotation(inputs, "timeoutSeconds")) || DEFAULT_SECONDS;
}
