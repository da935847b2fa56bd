import { refuse } from "../awsError";
import { hex } from "../hex";
import { type Kind, kind } from "../kind";
import type { World } from "../world";

export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const NAME = /^[\w+=,.@-]+$/;

interface RoleInputs {
    readonly name: string;
    readonly namePrefix?: string;
    readonly path?: string;
    readonly assumeRolePolicy: string;
    readonly managedPolicyArns?: readonly string[];
    readonly forceDetachPolicies?: boolean;
    readonly maxSessionDuration?: number;
}

interface PolicyInputs {
    readonly name: string;
    readonly role: string;
    readonly policy: string;
}

interface AttachmentInputs {
    readonly role: string;
    readonly policyArn: string;
}

export const identity: readonly Kind[] = [
    kind<RoleInputs>({
        type: ROLE,
        service: "IAM",
        naming: { property: "name", max: 64, pattern: NAME, longestPrefix: 38 },
        defaults: { path: "/", forceDetachPolicies: false, maxSessionDuration: 3600 },
        replaceOn: ["name", "namePrefix", "path"],
        json: ["assumeRolePolicy"],
        identify: ({ name }) => ({ id: name }),
        outputs: ({ path = "/", managedPolicyArns = [] }, name, world) => ({
            arn: world.globalArn("iam", `role${path}${name}`),
            createDate: "2026-01-01T00:00:00Z",
            uniqueId: "AROA0123456789EXAMPLE",
            managedPolicyArns,
        }),
        refuse: ({ name, assumeRolePolicy }, world, known) => {
            if (!known && world.find(ROLE, name))
                refuse("EntityAlreadyExists", `Role with name ${name} already exists.`);
            const statements = statementsOf(assumeRolePolicy);
            if (!statements.every((statement) => "Principal" in statement)) {
                refuse("MalformedPolicyDocument", "AssumeRole policy must contain principals.");
            }
        },
        remove: ({ id, inputs }, world) => {
            if (inputs.forceDetachPolicies) return;
            const attached = world.all<AttachmentInputs>(ATTACHMENT).some(({ inputs: { role } }) => role === id);
            const inline = world.all<PolicyInputs>(ROLE_POLICY).some(({ inputs: { role } }) => role === id);
            if (attached || inline) {
                refuse(
                    "DeleteConflict",
                    `Cannot delete entity, must ${attached ? "detach" : "delete"} all policies first.`,
                );
            }
        },
    }),
    kind<PolicyInputs>({
        type: ROLE_POLICY,
        service: "IAM",
        naming: { property: "name", max: 128, pattern: NAME },
        replaceOn: ["name", "role"],
        json: ["policy"],
        identify: ({ role, name }) => ({ id: `${role}:${name}` }),
        outputs: () => ({}),
        refuse: ({ role, policy }, world) => {
            mustRole(role, world);
            if (!statementsOf(policy).every((one) => "Resource" in one || "NotResource" in one)) {
                refuse("MalformedPolicyDocument", "Policy statement must contain resources.");
            }
        },
    }),
    kind<AttachmentInputs>({
        type: ATTACHMENT,
        service: "IAM",
        replaceOn: ["role", "policyArn"],
        identify: ({ role }) => ({ id: `${role}-${hex(26)}` }),
        outputs: () => ({}),
        refuse: ({ role, policyArn }, world) => {
            mustRole(role, world);
            if (!/^arn:[\w-]+:iam::(aws|\d{12}):policy\/[\w+=,.@/-]+$/.test(policyArn)) {
                refuse("ValidationError", `The specified value for policyArn is invalid: ${policyArn}`);
            }
        },
    }),
];

function mustRole(name: string, world: World): void {
    world.must(ROLE, name, "NoSuchEntity", `The role with name ${name} cannot be found.`);
}

/** The statements of a policy, each with what every one needs. */
function statementsOf(policy: string): readonly object[] {
    let parsed: { Version?: string; Statement?: object | object[] };
    try {
        parsed = JSON.parse(policy);
    } catch {
        return refuse("MalformedPolicyDocument", "This policy contains invalid Json");
    }
    const statements = [parsed.Statement ?? []].flat();
    if (statements.length === 0) refuse("MalformedPolicyDocument", "Syntax errors in policy.");
    if (parsed.Version !== "2012-10-17" && parsed.Version !== "2008-10-17") {
        refuse("MalformedPolicyDocument", "The policy must have a valid version.");
    }
    for (const statement of statements) {
        if (!("Effect" in statement) || !("Action" in statement || "NotAction" in statement)) {
            refuse("MalformedPolicyDocument", "Syntax errors in policy.");
        }
    }
    return statements;
}
