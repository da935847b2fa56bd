import type { Definition } from "./definition";

/** Where a task is in the network. */
export interface Place {
    readonly subnets: readonly string[];
    readonly securityGroups?: readonly string[];
    readonly assignPublicIp?: boolean;
}

/** What ECS meets in the rest of the account. */
export interface Surroundings {
    /** Why a task cannot start at a place, in the words of ECS. */
    obstacle(definition: Definition, place: Place): string | undefined;
    /** Whether the load balancer of a target group reaches a port at a place. */
    reached(targetGroup: string, place: Place, port: number): boolean;
}
