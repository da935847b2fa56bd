/** A container of a task definition, as its JSON has it. */
export interface Container {
    readonly name: string;
    readonly image: string;
    readonly essential?: boolean;
    readonly portMappings?: readonly {
        readonly containerPort: number;
        readonly hostPort?: number;
        readonly protocol?: string;
    }[];
    readonly environment?: readonly { readonly name: string; readonly value: string }[];
    readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
    readonly stopTimeout?: number;
    readonly logConfiguration?: { readonly logDriver: string; readonly options?: Record<string, string> };
}

/** One revision of a task definition. */
export interface Definition {
    readonly arn: string;
    readonly family: string;
    readonly revision: number;
    readonly containers: readonly Container[];
    readonly cpu?: string;
    readonly memory?: string;
    readonly executionRoleArn?: string;
    readonly taskRoleArn?: string;
}
