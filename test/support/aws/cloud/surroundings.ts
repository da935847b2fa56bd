import type { Definition } from "./ecs/definition";
import type { Place, Surroundings } from "./ecs/surroundings";
import { missingPermission } from "./permissions";
import { balancerReaches, reachesInternet } from "./reach";
import type { World } from "./world";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

/** What the rest of an account means for ECS: network, roles and log groups. */
export function surroundingsOf(world: World): Surroundings {
    return {
        obstacle: (definition, place) => {
            return (
                unreachable(definition, place, world) ??
                missingPermission(definition, world) ??
                missingLog(definition, world)
            );
        },
        reached: (group, place, port) => balancerReaches(world.elb.balancersOf(group), place, port, world),
    };
}

function unreachable({ containers }: Definition, place: Place, world: World): string | undefined {
    if (reachesInternet(place, world)) return undefined;
    const image = containers[0]?.image;
    return `CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref ${image}: dial tcp: i/o timeout`;
}

function missingLog({ containers }: Definition, world: World): string | undefined {
    const groups = containers.flatMap(({ logConfiguration }) => logConfiguration?.options?.["awslogs-group"] ?? []);
    if (groups.every((group) => world.find(LOG_GROUP, group))) return undefined;
    const why = "ResourceNotFoundException: The specified log group does not exist.";
    return `ResourceInitializationError: failed to validate logger args: failed to create Cloudwatch log stream: ${why}`;
}
