import type { core } from "@pulumi/kubernetes/types/input";
import * as pulumi from "@pulumi/pulumi";
import { limited, podSelector } from "../names";
import type { ColorWorkloadArgs } from "./colorWorkloadArgs";
import type { ColorWorkloadSettings } from "./colorWorkloadSettings";

/** Name of the one container of a pod. */
export const CONTAINER = "app";
/** Name of the port that it listens on. */
export const HTTP = "http";

/** The pod of a tier in one color: not root, nothing but what it was given to write to, and time to finish its requests. */
export function podSpec(args: ColorWorkloadArgs, settings: ColorWorkloadSettings): core.v1.PodSpec {
    const folders = foldersOf(args, settings);
    return {
        automountServiceAccountToken: settings.serviceAccountToken,
        ...(args.serviceAccount === undefined ? {} : { serviceAccountName: args.serviceAccount }),
        ...(args.pullSecrets ? { imagePullSecrets: args.pullSecrets.map((name) => ({ name })) } : {}),
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
        terminationGracePeriodSeconds: settings.stopPauseSeconds + settings.stopSeconds,
        topologySpreadConstraints: spread(args, settings),
        ...(args.nodeSelector ? { nodeSelector: args.nodeSelector } : {}),
        ...(args.tolerations ? { tolerations: args.tolerations } : {}),
        containers: [container(args, settings, folders)],
        ...(folders.length > 0 ? { volumes: folders.map(({ volume }) => volume) } : {}),
    };
}

function container(
    args: ColorWorkloadArgs,
    settings: ColorWorkloadSettings,
    folders: readonly Folder[],
): core.v1.Container {
    const { health, stopPauseSeconds } = settings;
    const reads = [
        ...(args.configMaps ?? []).map((name) => ({ configMapRef: { name } })),
        ...(args.secrets ?? []).map((name) => ({ secretRef: { name } })),
    ];
    return {
        name: CONTAINER,
        image: args.image,
        imagePullPolicy: "IfNotPresent",
        ...(args.command ? { command: args.command } : {}),
        env: environment(args, settings),
        ...(reads.length > 0 ? { envFrom: reads } : {}),
        ports: [{ name: HTTP, containerPort: settings.port, protocol: "TCP" }],
        resources: {
            requests: { cpu: settings.cpu, memory: settings.memory },
            limits: { ...(args.cpuLimit ? { cpu: args.cpuLimit } : {}), memory: settings.memory },
        },
        readinessProbe: {
            httpGet: { path: health.path, port: HTTP },
            periodSeconds: health.intervalSeconds,
            timeoutSeconds: health.timeoutSeconds,
            failureThreshold: health.fall,
            successThreshold: health.rise,
        },
        // By its port only: an instance that is unfit on purpose is not to be started anew.
        startupProbe: { tcpSocket: { port: HTTP }, periodSeconds: 1, failureThreshold: settings.startSeconds },
        livenessProbe: { tcpSocket: { port: HTTP }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
        // Without a shell in the image; the routers learn in the meantime that the pod goes.
        ...(stopPauseSeconds > 0 ? { lifecycle: { preStop: { sleep: { seconds: stopPauseSeconds } } } } : {}),
        securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ["ALL"] },
            readOnlyRootFilesystem: settings.readOnlyRoot,
            ...(args.user === undefined ? {} : { runAsUser: args.user, runAsGroup: args.user }),
        },
        terminationMessagePolicy: "FallbackToLogsOnError",
        ...(folders.length > 0 ? { volumeMounts: folders.map(({ mount }) => mount) } : {}),
    };
}

/** Sorted, so that the order in which it was given makes no difference; our own wins. */
function environment(args: ColorWorkloadArgs, { color, port }: ColorWorkloadSettings): pulumi.Input<core.v1.EnvVar[]> {
    const own = {
        RELEASE: args.release,
        COLOR: color,
        TIER: args.tier,
        HOST: "0.0.0.0",
        PORT: String(port),
        RELEASE_COOKIE: args.releaseCookie ?? "",
        ...(args.releasePin === undefined ? {} : { RELEASE_PIN: args.releasePin }),
    };
    const secrets = sorted(args.secretEnv ?? {}).map(([name, { secret, key }]) => ({
        name,
        valueFrom: { secretKeyRef: { name: secret, key } },
    }));
    const plain = (given: Readonly<Record<string, pulumi.Input<string>>>) => [
        ...sorted({ ...given, ...own }).map(([name, value]) => ({ name, value })),
        ...secrets,
    ];
    return pulumi.Output.isInstance(args.env) || args.env instanceof Promise
        ? pulumi.output(args.env).apply(plain)
        : plain(args.env ?? {});
}

/** A folder of the container that is not the image's. */
interface Folder {
    readonly volume: core.v1.Volume;
    readonly mount: core.v1.VolumeMount;
}

function foldersOf({ mounts = {} }: ColorWorkloadArgs, { writablePaths }: ColorWorkloadSettings): Folder[] {
    const nameOf = (path: string) => limited(path.slice(1));
    const writable = writablePaths.map(
        (path): Folder => ({
            volume: { name: nameOf(path), emptyDir: {} },
            mount: { name: nameOf(path), mountPath: path },
        }),
    );
    const given = sorted(mounts).map(
        ([path, { configMap, secret }]): Folder => ({
            volume: {
                name: nameOf(path),
                ...(configMap === undefined ? { secret: { secretName: secret } } : { configMap: { name: configMap } }),
            },
            mount: { name: nameOf(path), mountPath: path, readOnly: true },
        }),
    );
    return [...writable, ...given];
}

/** Over zones, then over nodes, as far as there are some: a pod that finds no better place runs all the same. */
function spread(
    { app, tier }: ColorWorkloadArgs,
    { color }: ColorWorkloadSettings,
): core.v1.TopologySpreadConstraint[] {
    return ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: podSelector(app, tier, color) },
        // A rollout is spread by itself: pods that are about to go do not count.
        matchLabelKeys: ["pod-template-hash"],
    }));
}

function sorted<T>(values: Readonly<Record<string, T>>): [string, T][] {
    return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
