import type * as pulumi from "@pulumi/pulumi";
import type { HealthArgs } from "../../release/args";
import type { PodArgs } from "./podArgs";

/** Arguments of {@link ColorWorkload}. */
export interface ColorWorkloadArgs extends PodArgs {
    /**
     * The app that it belongs to.
     *
     * Unit: none (1 to 30 of a-z, 0-9 and -). Default: none, required.
     * Error: "app: must be 1 to 30 of a-z, 0-9 and -, starting with a letter and ending with a letter or digit, got ...".
     */
    app: string;
    /**
     * The tier that it runs.
     *
     * Unit: none (1 to 20 of a-z, 0-9 and -). Default: none, required.
     * Error: "tier: must be 1 to 20 of a-z, 0-9 and -, and start with a letter, got ...";
     * "tier: must end with a letter or digit too, since it is a label, got ...".
     */
    tier: string;
    /**
     * The color: `blue` or `green`.
     *
     * Unit: none. Default: none, required.
     * Error: "color: must be blue or green, got ...".
     */
    color: string;
    /**
     * The release that the color runs.
     *
     * Unit: none (1 to 40 of A-Z, a-z, 0-9, dot, _ and -). Default: none, required.
     * Error: "release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ...";
     * "release: must end with a letter or digit too, since it is a label, got ...".
     */
    release: string;
    /**
     * The container image, by its digest, so that every pod at any time runs the same.
     *
     * Unit: none (`<repository>@sha256:<64 hex digits>`). Default: none, required.
     * Error: "image: must be an image by its digest, <repository>@sha256:<64 hex digits>, got ...".
     */
    image: pulumi.Input<string>;
    /**
     * The namespace, which exists.
     *
     * Unit: none (name). Default: none, required.
     * Error: "namespace: must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit, got ...".
     */
    namespace: string;
    /**
     * Port on which an instance listens.
     *
     * Unit: TCP port, 1024 to 65535. Default: 8080.
     * Error: "port: must be a whole number from 1024 to 65535, got ...".
     */
    port?: number;
    /**
     * The health endpoint, by which the kubelet tells whether a pod takes requests. It asks in whole seconds: `intervalSeconds` from 1 to 300
     * and `timeoutSeconds` from 1 to 120, 2 by default.
     *
     * Unit: none. Default: none, required.
     * Error: "health.path: must be an absolute path without query, got ..."; "health.intervalSeconds: must be a whole number from 1 to 300, got ...";
     * "health.timeoutSeconds: must be a whole number from 1 to 120, got ..."; "health.fall: must be a whole number from 1 to 10, got ...";
     * "health.rise: must be a whole number from 1 to 10, got ...".
     */
    health: HealthArgs;
    /**
     * Pods; with `autoscaling` those at the start. With 0 the tier waits without cost.
     *
     * Unit: count, 0 to 1000. Default: 1, or `autoscaling.minInstances`.
     * Error: "instances: must be a whole number from 0 to 1000, got ...";
     * "instances: must be from minInstances to maxInstances of autoscaling, got ...".
     */
    instances?: number;
    /**
     * Time that a pod has until it listens on its port, and all of them until they are ready.
     *
     * Unit: seconds, 10 to 3600. Default: 600.
     * Error: "startSeconds: must be a whole number from 10 to 3600, got ...".
     */
    startSeconds?: number;
    /**
     * The cookie that the app is to set, ready to send, which it gets as `RELEASE_COOKIE`. Empty where the router sets it.
     *
     * Unit: none (a value of `Set-Cookie`). Default: empty.
     * Error: none.
     */
    releaseCookie?: pulumi.Input<string>;
    /**
     * What pins a visitor to the release, where pins are signed. The app gets it as `RELEASE_PIN`, for its page to send.
     *
     * Unit: none (`<id>.<signature>`, as {@link releasePin} makes it). Default: the release id is the pin, and there is no `RELEASE_PIN`.
     * Error: none.
     */
    releasePin?: pulumi.Input<string>;
    /**
     * More labels for all that is created, and for the pods.
     *
     * Unit: none (names and values). Default: none.
     * Error: "labels: must be names and values as Kubernetes takes them, got ...".
     */
    labels?: { [name: string]: string };
}
