import type { Color } from "../../release";

/** Environment that every instance gets, whatever the caller gives. */
export const OWN_ENVIRONMENT: readonly string[] = ["RELEASE", "COLOR", "TIER", "HOST", "PORT"];

/** Name of the one container of a task. */
export const CONTAINER = "app";

/** All that a container is made of, once everything is known. */
export interface ContainerSpec {
    readonly release: string;
    readonly color: Color;
    readonly tier: string;
    readonly port: number;
    readonly image: string;
    readonly command: readonly string[] | undefined;
    readonly env: Readonly<Record<string, string>>;
    readonly secrets: Readonly<Record<string, string>>;
    readonly user: string | undefined;
    readonly readOnlyRoot: boolean;
    readonly writablePaths: readonly string[];
    readonly stopSeconds: number;
    readonly logGroupName: string;
    readonly region: string;
}

/** A volume's name, made of the path that it is mounted at. */
export function volumeName(path: string): string {
    return path.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "");
}

/** A container as ECS takes it. Lists are sorted, so that the order in which they were given makes no difference. */
export function containerDefinition(spec: ContainerSpec) {
    const { release, color, tier, port } = spec;
    const own = { RELEASE: release, COLOR: color, TIER: tier, HOST: "0.0.0.0", PORT: String(port) };
    return {
        name: CONTAINER,
        image: spec.image,
        essential: true,
        ...(spec.command ? { command: spec.command } : {}),
        portMappings: [{ containerPort: port, hostPort: port, protocol: "tcp" }],
        environment: sorted({ ...spec.env, ...own }).map(([name, value]) => ({ name, value })),
        secrets: sorted(spec.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
        ...(spec.user ? { user: spec.user } : {}),
        readonlyRootFilesystem: spec.readOnlyRoot,
        mountPoints: spec.writablePaths.map((path) => ({
            sourceVolume: volumeName(path),
            containerPath: path,
            readOnly: false,
        })),
        linuxParameters: { initProcessEnabled: true },
        stopTimeout: spec.stopSeconds,
        logConfiguration: {
            logDriver: "awslogs",
            options: {
                "awslogs-group": spec.logGroupName,
                "awslogs-region": spec.region,
                "awslogs-stream-prefix": `${tier}-${color}-${release}`,
                // A log service that hangs must not make an instance hang.
                mode: "non-blocking",
                "max-buffer-size": "25m",
            },
        },
    };
}

function sorted(values: Readonly<Record<string, string>>): [string, string][] {
    return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
