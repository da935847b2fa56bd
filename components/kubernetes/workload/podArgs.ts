import type * as pulumi from "@pulumi/pulumi";

/** How the number of pods follows the load. */
export interface PodScalingArgs {
    /**
     * Fewest pods. A color without visitors shrinks to them, so a standby that is to take over at once needs as many as the live color has.
     *
     * Unit: count, 1 to 100. Default: none, required.
     * Error: "autoscaling.minInstances: must be a whole number from 1 to 100, got ...".
     */
    minInstances: number;
    /**
     * Most pods.
     *
     * Unit: count, 1 to 1000. Default: none, required.
     * Error: "autoscaling.maxInstances: must be a whole number from 1 to 1000, got ...";
     * "autoscaling.maxInstances: must not be less than minInstances, got ...".
     */
    maxInstances: number;
    /**
     * Use of the CPU that was asked for, which pods are added and removed to keep.
     *
     * Unit: percent, 1 to 1000. Default: 70.
     * Error: "autoscaling.cpuPercent: must be a whole number from 1 to 1000, got ...".
     */
    cpuPercent?: number;
}

/** One value of a Secret. */
export interface SecretKeyArgs {
    /**
     * The Secret.
     *
     * Unit: none (name, in the app's namespace). Default: none, required.
     * Error: "secretEnv.<name>.secret: must be the name of an object, got ...".
     */
    secret: pulumi.Input<string>;
    /**
     * The key of the value in it.
     *
     * Unit: none (key). Default: none, required.
     * Error: "secretEnv.<name>.key: must be a key, 1 to 253 of A-Z, a-z, 0-9, dot, _ and -, got ...".
     */
    key: string;
}

/** A folder whose files come from a ConfigMap or a Secret: one of the two. */
export interface MountArgs {
    /**
     * The ConfigMap.
     *
     * Unit: none (name, in the app's namespace). Default: none.
     * Error: "mounts[...]: must name either a configMap or a secret, got ...".
     */
    configMap?: pulumi.Input<string>;
    /**
     * The Secret.
     *
     * Unit: none (name, in the app's namespace). Default: none.
     * Error: "mounts[...]: must name either a configMap or a secret, got ...".
     */
    secret?: pulumi.Input<string>;
}

/** Who may reach the pods, besides the kubelet's probes. */
export interface NetworkPolicyArgs {
    /**
     * Namespaces whose pods may, for example that of the Gateway's proxy.
     *
     * Unit: none (names). Default: none of them.
     * Error: "networkPolicy.namespaces: must be names of namespaces, got ...".
     */
    namespaces?: string[];
    /**
     * Ranges of addresses that may, for a router outside of the cluster.
     *
     * Unit: none (CIDR). Default: none of them.
     * Error: "networkPolicy.cidrs: must be ranges of addresses such as 10.0.0.0/16, got ...".
     */
    cidrs?: string[];
}

/** A taint that pods put up with. */
export interface PodTolerationArgs {
    /**
     * The taint's key.
     *
     * Unit: none (key). Default: any.
     * Error: none.
     */
    key?: string;
    /**
     * `Equal` or `Exists`.
     *
     * Unit: none. Default: `Equal`.
     * Error: none.
     */
    operator?: string;
    /**
     * The taint's value.
     *
     * Unit: none. Default: none.
     * Error: none.
     */
    value?: string;
    /**
     * The taint's effect: `NoSchedule`, `PreferNoSchedule` or `NoExecute`.
     *
     * Unit: none. Default: any.
     * Error: none.
     */
    effect?: string;
}

/** How the pods of one tier run: an instance is a pod of one container. */
export interface PodArgs {
    /**
     * CPU that an instance is sure to get.
     *
     * Unit: none (quantity of Kubernetes: `250m` is a quarter of a CPU). Default: `100m`.
     * Error: "cpu: must be a quantity such as 250m or 1, got ...".
     */
    cpu?: string;
    /**
     * CPU that an instance may take at most.
     *
     * Unit: none (quantity). Default: what the node has to spare.
     * Error: "cpuLimit: must be a quantity such as 250m or 1, got ...".
     */
    cpuLimit?: string;
    /**
     * Memory of an instance. It is sure to get it, and ended when it takes more.
     *
     * Unit: none (quantity). Default: `256Mi`.
     * Error: "memory: must be a quantity such as 256Mi or 1Gi, got ...".
     */
    memory?: string;
    /**
     * How the number of pods follows the load. Without it `instances` is their number. Needs the cluster's metrics server.
     *
     * Unit: none. Default: it does not.
     * Error: see its fields.
     */
    autoscaling?: PodScalingArgs;
    /**
     * Command in place of the image's own.
     *
     * Unit: none (list of words). Default: the image's.
     * Error: "command: must be a list of words, a program and its arguments, got ...".
     */
    command?: string[];
    /**
     * More environment beside `RELEASE`, `COLOR`, `TIER`, `HOST`, `PORT` and `RELEASE_COOKIE`. Everybody who may read Deployments reads it: use
     * `secretEnv` for what is secret.
     *
     * Unit: none (names and values). Default: none.
     * Error: "env.<name>: must not be one that the release sets itself: ..., got ...".
     */
    env?: pulumi.Input<{ [name: string]: pulumi.Input<string> }>;
    /**
     * ConfigMaps all of whose values become environment. A change takes effect in pods that start after it.
     *
     * Unit: none (names, in the app's namespace). Default: none.
     * Error: "configMaps: must be names of objects, got ...".
     */
    configMaps?: pulumi.Input<string>[];
    /**
     * Secrets all of whose values become environment.
     *
     * Unit: none (names, in the app's namespace). Default: none.
     * Error: "secrets: must be names of objects, got ...".
     */
    secrets?: pulumi.Input<string>[];
    /**
     * Environment that comes from single values of Secrets.
     *
     * Unit: none (names). Default: none.
     * Error: "secretEnv.<name>: must not be in env as well, got ...";
     * "secretEnv.<name>: must not be one that the release sets itself: ..., got ...".
     */
    secretEnv?: { [name: string]: SecretKeyArgs };
    /**
     * Folders with the files of a ConfigMap or a Secret, which the instance cannot write to.
     *
     * Unit: none (absolute paths). Default: none.
     * Error: "mounts[...]: must be an absolute path that is not / and not in writablePaths, got ...".
     */
    mounts?: { [path: string]: MountArgs };
    /**
     * User in the container, by number; its group has the same. Root is refused by the kubelet.
     *
     * Unit: none (number, 1 to 65535). Default: the image's, which must be a number other than 0.
     * Error: "user: must be a whole number from 1 to 65535, got ...".
     */
    user?: number;
    /**
     * Whether the image's file system cannot be written to.
     *
     * Unit: none (true or false). Default: true.
     * Error: "readOnlyRoot: must be true or false, got ...".
     */
    readOnlyRoot?: boolean;
    /**
     * Folders that can be written to all the same and are empty at the start.
     *
     * Unit: none (absolute paths). Default: `["/tmp"]`.
     * Error: "writablePaths: must be absolute paths, none of them twice or /, got ...".
     */
    writablePaths?: string[];
    /**
     * Pause between the moment that a pod is to stop and its SIGTERM, in which routers learn that it goes and it still answers.
     *
     * Unit: seconds, 0 to 120. Default: 5.
     * Error: "stopPauseSeconds: must be a whole number from 0 to 120, got ...".
     */
    stopPauseSeconds?: number;
    /**
     * Time that an instance has to finish its requests after SIGTERM, before it is killed.
     *
     * Unit: seconds, 1 to 3600. Default: 30.
     * Error: "stopSeconds: must be a whole number from 1 to 3600, got ...".
     */
    stopSeconds?: number;
    /**
     * Service account of the pods.
     *
     * Unit: none (name, in the app's namespace). Default: the namespace's default one.
     * Error: "serviceAccount: must be the name of an object, got ...".
     */
    serviceAccount?: pulumi.Input<string>;
    /**
     * Whether the pods get that account's token, by which they may ask the API server.
     *
     * Unit: none (true or false). Default: false.
     * Error: "serviceAccountToken: must be true or false, got ...".
     */
    serviceAccountToken?: boolean;
    /**
     * Secrets with which the kubelet pulls the images.
     *
     * Unit: none (names, in the app's namespace). Default: none.
     * Error: "pullSecrets: must be names of objects, got ...".
     */
    pullSecrets?: pulumi.Input<string>[];
    /**
     * Whether nodes are drained of these pods one by one only.
     *
     * Unit: none (true or false). Default: true.
     * Error: "disruptionBudget: must be true or false, got ...".
     */
    disruptionBudget?: boolean;
    /**
     * Who may reach the pods. It needs a network that obeys policies.
     *
     * Unit: none. Default: everybody in the cluster.
     * Error: see its fields; "networkPolicy: must name somebody, in namespaces or cidrs, got ...".
     */
    networkPolicy?: NetworkPolicyArgs;
    /**
     * Labels of the nodes that pods may run on.
     *
     * Unit: none (names and values). Default: any node.
     * Error: none.
     */
    nodeSelector?: { [name: string]: string };
    /**
     * Taints of nodes that pods may run on all the same.
     *
     * Unit: none. Default: none.
     * Error: none.
     */
    tolerations?: PodTolerationArgs[];
    /**
     * More annotations of the pods, for example for what collects their metrics.
     *
     * Unit: none (names and values). Default: none.
     * Error: none.
     */
    podAnnotations?: { [name: string]: pulumi.Input<string> };
}
