import * as iam from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { limitedName } from "../common/physicalNames";
import type { OwnTags } from "../common/tags";
import { executionPolicy, type Place, shellPolicy, taskTrust } from "./policies";

/** Longest prefix that leaves room for what the provider adds: 64 characters but 26. */
const LONGEST_PREFIX = 38;

/** A role, and what must be there before it is of use. */
export interface MadeRole {
    readonly arn: pulumi.Output<string>;
    readonly policies: readonly pulumi.Resource[];
}

/** What both roles of a service need to know. */
export interface RoleSpec {
    /** Project, stack, app, tier and color. */
    readonly identity: readonly string[];
    readonly readable: string;
    readonly place: pulumi.Output<Place>;
    readonly tags: OwnTags;
}

/** The role by which ECS starts a task. */
export function executionRole(
    parent: pulumi.Resource,
    name: string,
    spec: RoleSpec,
    uses: {
        readonly image: pulumi.Input<string>;
        readonly logGroupName: pulumi.Input<string>;
        readonly secrets: pulumi.Input<string>[];
        readonly secretKeys: pulumi.Input<string>[];
    },
): MadeRole {
    const policy = pulumi
        .all([spec.place, uses.image, uses.logGroupName, pulumi.all(uses.secrets), pulumi.all(uses.secretKeys)])
        .apply(([place, image, logGroup, secrets, keys]) => executionPolicy(place, image, logGroup, secrets, keys));
    return roleWith(parent, `${name}-execution`, "execution", spec, { start: policy });
}

/** The role of a task itself: it may do nothing but what the given policies say. */
export function taskRole(
    parent: pulumi.Resource,
    name: string,
    spec: RoleSpec,
    policies: Readonly<Record<string, pulumi.Input<string>>>,
    shell: boolean,
): MadeRole {
    return roleWith(parent, `${name}-task`, "task", spec, { ...policies, ...(shell ? { shell: shellPolicy() } : {}) });
}

function roleWith(
    parent: pulumi.Resource,
    name: string,
    purpose: string,
    { identity, readable, place, tags }: RoleSpec,
    policies: Readonly<Record<string, pulumi.Input<string>>>,
): MadeRole {
    const role = new iam.Role(
        `${name}-role`,
        {
            // No name of its own: what a killed update left behind must not keep the next one from making its role.
            namePrefix: `${limitedName([...identity, purpose], readable, purpose, LONGEST_PREFIX - 1)}-`,
            assumeRolePolicy: place.apply(taskTrust),
            tags,
        },
        { parent },
    );
    const made = Object.entries(policies).map(
        ([policyName, policy]) =>
            new iam.RolePolicy(`${name}-${policyName}`, { name: policyName, role: role.name, policy }, { parent }),
    );
    return { arn: role.arn, policies: made };
}
