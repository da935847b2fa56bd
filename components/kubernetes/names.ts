import { createHash } from "node:crypto";
import type { Color } from "../release";

/** Longest name of an object that is also a label or a host name (RFC 1123). */
const LONGEST = 63;
/** Hex digits of the hash that tells names apart whose readable part was cut or changed. */
const HASH = 8;

/** Name of the HTTPRoute with the pins of every tier. */
export function pinsRouteName(app: string): string {
    return objectName(app, "pins");
}

/** Name of the HTTPRoute with a tier's weighted default. A tier may be called "pins" too. */
export function defaultRouteName(app: string, tier: string): string {
    return objectName(app, tier, "default");
}

/** Name of the Deployment of a tier and color, and of what belongs to it alone: HorizontalPodAutoscaler, PodDisruptionBudget, NetworkPolicy. */
export function workloadName(app: string, tier: string, color: Color): string {
    return objectName(app, tier, color);
}

/**
 * Name of the Service of a tier, color and release. A release that replaces another on a color gets a Service of its own, which comes
 * before the pins lead there, and the old one goes after: at no time does one name stand for the pods of two releases.
 */
export function serviceName(app: string, tier: string, color: Color, release: string): string {
    return limited(`${app}-${tier}-${color}-${release}`);
}

/** Name of a Gateway that is created. */
export function gatewayName(app: string): string {
    return objectName(app, "gateway");
}

/** Default name of the namespace: several stacks may share a cluster. */
export function namespaceName(app: string, stack: string): string {
    return limited(`${app}-${stack}`);
}

function objectName(...parts: readonly string[]): string {
    return limited(parts.join("-"));
}

/** The text itself if Kubernetes takes it as a name, else what is left of it with a hash that keeps it apart. */
export function limited(text: string): string {
    if (text.length <= LONGEST && /^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(text)) return text;
    const hash = createHash("sha256").update(text).digest("hex").slice(0, HASH);
    const readable = text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .slice(0, LONGEST - HASH - 1)
        .replace(/^[^a-z]+|-+$/g, "");
    return [readable, hash].filter((part) => part !== "").join("-");
}

/** Keys of labels by which objects of an app are found. */
export const LABELS = {
    app: "blue-green/app",
    tier: "blue-green/tier",
    color: "blue-green/color",
    release: "blue-green/release",
} as const;

/** Label of every object that we make: what selects all objects of an app. */
export function appLabels(app: string): Record<string, string> {
    return {
        "app.kubernetes.io/part-of": app,
        "app.kubernetes.io/managed-by": "pulumi",
        [LABELS.app]: app,
    };
}

/** What a Deployment selects its pods by. It cannot be changed, so the release is not in it. */
export function podSelector(app: string, tier: string, color: Color): Record<string, string> {
    return { [LABELS.app]: app, [LABELS.tier]: tier, [LABELS.color]: color };
}

/** What a Service selects pods by: those of its release only. */
export function serviceSelector(app: string, tier: string, color: Color, release: string): Record<string, string> {
    return { ...podSelector(app, tier, color), [LABELS.release]: release };
}

/** Labels of what belongs to a tier, color and release: its Deployment, pods and Service. */
export function releaseLabels(app: string, tier: string, color: Color, release: string): Record<string, string> {
    return {
        ...appLabels(app),
        "app.kubernetes.io/name": tier,
        "app.kubernetes.io/version": release,
        ...serviceSelector(app, tier, color, release),
    };
}

/** Keys of the annotations on HTTPRoutes, by which anybody reads from the cluster itself what is live. */
export const ANNOTATIONS = {
    app: "blue-green/app",
    /** Project and stack that the objects belong to, so that another one is refused. On every route. */
    stack: "blue-green/stack",
    /** On the default of every tier. */
    weights: "blue-green/weights",
    /** On the catch-all tier's default, with all that follow. */
    active: "blue-green/active",
    epoch: "blue-green/epoch",
    release: (color: Color) => `blue-green/${color}-release`,
    since: (color: Color) => `blue-green/${color}-standby-since`,
} as const;
