import * as pulumi from "@pulumi/pulumi";
import { isCatchAll } from "../release";
import type { AlbSource } from "./api/source";
import type { FrontDoor } from "./frontDoor/frontDoor";
import type { GroupArns } from "./listener";
import { blockOf, priorityOf } from "./rules/priorities";
import type { AlbSettings } from "./settings";

/** Where the API finds the app; known once load balancer and target groups exist. */
export function albSource(
    { app, rules, censusSeconds }: AlbSettings,
    door: Pick<FrontDoor, "listenerArn" | "loadBalancerArnSuffix">,
    groups: GroupArns,
    profile: string | undefined,
): pulumi.Output<AlbSource> {
    const tiers = app.tiers.map(({ name }) => name);
    const priorities = Object.fromEntries(
        tiers.map((tier) => {
            const block = blockOf(app, rules.declared, tier);
            const pin = (color: "blue" | "green") => priorityOf(rules.firstPriority, block, { by: "query", color });
            const fallback = priorityOf(rules.firstPriority, block, { by: "default" });
            return [tier, { fallback, pins: { blue: pin("blue"), green: pin("green") } }];
        }),
    );
    const arns = (color: "blue" | "green") =>
        pulumi
            .all(tiers.map((tier) => groups[tier]?.[color] ?? ""))
            .apply((all) => Object.fromEntries(all.map((arn, index) => [tiers[index] ?? "", arn])));
    return pulumi
        .all([door.listenerArn, door.loadBalancerArnSuffix, arns("blue"), arns("green")])
        .apply(([listenerArn, loadBalancer, blue, green]) => ({
            app: app.name,
            listenerArn,
            loadBalancer,
            ...(profile ? { profile } : {}),
            priorities,
            catchAll: app.tiers.find(isCatchAll)?.name ?? "",
            targetGroups: { blue, green },
            idleSeconds: censusSeconds,
        }));
}
