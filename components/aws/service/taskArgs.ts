import type * as pulumi from "@pulumi/pulumi";

/** How the number of instances follows the load. */
export interface AutoscalingArgs {
    /**
     * Fewest instances. A color without visitors shrinks to them, so a standby that is to take over at once needs as many as the live color has.
     *
     * Unit: count, 1 to 1000. Default: none, required.
     * Error: "autoscaling.minInstances: must be a whole number from 1 to 1000, got ...".
     */
    minInstances: number;
    /**
     * Most instances.
     *
     * Unit: count, 1 to 1000. Default: none, required.
     * Error: "autoscaling.maxInstances: must be a whole number from 1 to 1000, got ...";
     * "autoscaling.maxInstances: must not be less than minInstances, got ...".
     */
    maxInstances: number;
    /**
     * Use of the CPUs that instances are added and removed to keep.
     *
     * Unit: percent, 1 to 100. Default: 60.
     * Error: "autoscaling.cpuPercent: must be a whole number from 1 to 100, got ...".
     */
    cpuPercent?: number;
    /**
     * Requests to each instance that instances are added and removed to keep, beside the CPU.
     *
     * Unit: requests a minute and instance, 1 or more. Default: they do not count.
     * Error: "autoscaling.requestsPerTarget: must be a whole number, 1 or more, got ...";
     * "autoscaling.requestsPerTarget: needs loadBalancerArnSuffix, got ...".
     */
    requestsPerTarget?: number;
}

/** How the tasks of one tier run: an instance is a task of one container. */
export interface TaskArgs {
    /**
     * CPU of an instance.
     *
     * Unit: CPU units, 1024 a vCPU: 256, 512, 1024, 2048, 4096, 8192 or 16384. Default: 256.
     * Error: "cpu: must be 256, 512, 1024, 2048, 4096, 8192 or 16384, got ...".
     */
    cpu?: number;
    /**
     * Memory of an instance. What may be had depends on `cpu`.
     *
     * Unit: MiB, 512 to 122880. Default: the least for `cpu`.
     * Error: "memory: must be one of those that go with <cpu> CPU units: ..., got ...".
     */
    memory?: number;
    /**
     * Processors that the image is built for: `X86_64` or `ARM64`.
     *
     * Unit: none. Default: `X86_64`.
     * Error: "architecture: must be X86_64 or ARM64, got ...".
     */
    architecture?: string;
    /**
     * How the number of instances follows the load. Without it `instances` is their number.
     *
     * Unit: none. Default: it does not.
     * Error: see its fields.
     */
    autoscaling?: AutoscalingArgs;
    /**
     * Command in place of the image's own.
     *
     * Unit: none (list of words). Default: the image's.
     * Error: "command: must be a list of words, a program and its arguments, got ...".
     */
    command?: string[];
    /**
     * More environment beside `RELEASE`, `COLOR`, `TIER`, `HOST` and `PORT`. It can be read in the task definition: use `secrets` for what is secret.
     *
     * Unit: none (names and values). Default: none.
     * Error: "env.<name>: must not be one that the release sets itself: RELEASE, COLOR, TIER, HOST, PORT, got ...".
     */
    env?: pulumi.Input<{ [name: string]: pulumi.Input<string> }>;
    /**
     * Environment that comes from Secrets Manager or from the SSM Parameter Store, at the start of an instance. It may read these secrets only.
     *
     * Unit: none (names and ARNs). Default: none.
     * Error: "secrets.<name>: must be the ARN of a secret of Secrets Manager or of an SSM parameter, got ...";
     * "secrets.<name>: must not be in env as well, got ..."; "secrets.<name>: must not be one that the release sets itself: RELEASE, COLOR, TIER, HOST, PORT, got ...".
     */
    secrets?: { [name: string]: pulumi.Input<string> };
    /**
     * Customer managed KMS keys that those secrets are encrypted with.
     *
     * Unit: none (ARNs). Default: none.
     * Error: "secretKeyArns: must be the ARN of a KMS key, got ...".
     */
    secretKeyArns?: pulumi.Input<string>[];
    /**
     * User in the container, by number, or with a group.
     *
     * Unit: none (`<user>` or `<user>:<group>`). Default: the image's.
     * Error: "user: must be <user> or <user>:<group>, got ...".
     */
    user?: string;
    /**
     * Whether the image's file system cannot be written to.
     *
     * Unit: none (true or false). Default: true.
     * Error: "readOnlyRoot: must be true or false, got ...".
     */
    readOnlyRoot?: boolean;
    /**
     * Folders that can be written to all the same and are empty at the start. They belong to root, unless the image makes them for its user and
     * names them in a `VOLUME`.
     *
     * Unit: none (absolute paths). Default: `["/tmp"]`.
     * Error: "writablePaths: must be absolute paths, none of them twice or /, got ...".
     */
    writablePaths?: string[];
    /**
     * Time after its start in which an instance is not stopped for failing health checks.
     *
     * Unit: seconds, 0 to 3600. Default: 60.
     * Error: "startSeconds: must be a whole number from 0 to 3600, got ...".
     */
    startSeconds?: number;
    /**
     * Time that an instance has to finish its requests after SIGTERM, before it is killed.
     *
     * Unit: seconds, 2 to 120. Default: 30.
     * Error: "stopSeconds: must be a whole number from 2 to 120, got ...".
     */
    stopSeconds?: number;
    /**
     * Policies of the instances' role: what they may do in AWS.
     *
     * Unit: none (names and JSON texts). Default: nothing.
     * Error: none.
     */
    policies?: { [name: string]: pulumi.Input<string> };
    /**
     * Role of the instances that exists, in place of one with `policies`.
     *
     * Unit: none (ARN). Default: one is created.
     * Error: "taskRoleArn: must be the ARN of a role, got ..."; "policies: must be left out when taskRoleArn is given, got ...".
     */
    taskRoleArn?: pulumi.Input<string>;
    /**
     * Role that exists for what ECS does to start an instance: pull the image, write logs, read secrets.
     *
     * Unit: none (ARN). Default: one is created that may do just that.
     * Error: "executionRoleArn: must be the ARN of a role, got ...".
     */
    executionRoleArn?: pulumi.Input<string>;
    /**
     * Whether operators may open a shell in an instance (`aws ecs execute-command`). It needs a file system that can be written to.
     *
     * Unit: none (true or false). Default: false.
     * Error: "executeCommand: must be true or false, got ..."; "executeCommand: must be false while readOnlyRoot is true, got ...".
     */
    executeCommand?: boolean;
}
