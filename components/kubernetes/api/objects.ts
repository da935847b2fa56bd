/** Of the API's objects what we read, as JSON. */
export interface KubeObject {
    readonly metadata: {
        readonly name: string;
        readonly namespace?: string;
        readonly uid?: string;
        readonly generation?: number;
        readonly creationTimestamp?: string;
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
    };
}

/** One thing that a controller says of an object. */
export interface Condition {
    readonly type: string;
    /** `True`, `False` or `Unknown`. */
    readonly status: string;
    readonly reason?: string;
    readonly message?: string;
    readonly observedGeneration?: number;
}

/** What a route belongs to. */
export interface ParentRef {
    readonly namespace?: string;
    readonly name: string;
}

export interface HttpRoute extends KubeObject {
    readonly spec?: {
        readonly parentRefs?: readonly ParentRef[];
        readonly hostnames?: readonly string[];
        readonly rules?: readonly {
            readonly matches?: readonly {
                readonly headers?: readonly { readonly type?: string; readonly value: string }[];
            }[];
            readonly backendRefs?: readonly { readonly name: string; readonly weight?: number }[];
        }[];
    };
    readonly status?: {
        readonly parents?: readonly {
            readonly parentRef: ParentRef;
            readonly controllerName?: string;
            readonly conditions?: readonly Condition[];
        }[];
    };
}

export interface Gateway extends KubeObject {
    readonly spec?: { readonly gatewayClassName?: string };
    readonly status?: { readonly conditions?: readonly Condition[] };
}

export interface GatewayClass extends KubeObject {
    readonly spec?: { readonly controllerName?: string };
    readonly status?: { readonly conditions?: readonly Condition[] };
}

export interface Deployment extends KubeObject {
    readonly spec?: {
        readonly replicas?: number;
        readonly template?: { readonly metadata?: { readonly labels?: Readonly<Record<string, string>> } };
    };
    readonly status?: {
        readonly observedGeneration?: number;
        readonly replicas?: number;
        readonly updatedReplicas?: number;
        readonly availableReplicas?: number;
        readonly conditions?: readonly Condition[];
    };
}

/** How a container ended, or why it waits. */
export interface ContainerState {
    readonly running?: object;
    readonly waiting?: { readonly reason?: string; readonly message?: string };
    readonly terminated?: { readonly exitCode: number; readonly reason?: string; readonly message?: string };
}

export interface ContainerStatus {
    readonly name: string;
    readonly ready?: boolean;
    readonly restartCount?: number;
    readonly state?: ContainerState;
    readonly lastState?: ContainerState;
}

export interface Pod extends KubeObject {
    readonly status?: {
        readonly phase?: string;
        readonly reason?: string;
        readonly message?: string;
        readonly conditions?: readonly Condition[];
        readonly initContainerStatuses?: readonly ContainerStatus[];
        readonly containerStatuses?: readonly ContainerStatus[];
    };
}

export interface KubeEvent extends KubeObject {
    readonly type?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly lastTimestamp?: string | null;
    readonly involvedObject?: { readonly kind?: string; readonly name?: string };
}

export interface EndpointSlice extends KubeObject {
    readonly endpoints?: readonly {
        readonly addresses: readonly string[];
        readonly conditions?: { readonly ready?: boolean };
        readonly targetRef?: { readonly uid?: string };
    }[];
}
