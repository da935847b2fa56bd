import type { Kind } from "../kind";
import { certificates } from "./certificates";
import { containers } from "./containers";
import { dns } from "./dns";
import { identity } from "./identity";
import { listeners } from "./listeners";
import { loadBalancers } from "./loadBalancers";
import { network } from "./network";
import { registries } from "./registries";
import { routing } from "./routing";
import { scaling } from "./scaling";
import { securityGroups } from "./securityGroups";
import { services } from "./services";
import { targetGroups } from "./targetGroups";
import { watching } from "./watching";

/** All that the stand-in has. */
export const KINDS: readonly Kind[] = [
    ...certificates,
    ...containers,
    ...dns,
    ...identity,
    ...listeners,
    ...loadBalancers,
    ...network,
    ...registries,
    ...routing,
    ...scaling,
    ...securityGroups,
    ...services,
    ...targetGroups,
    ...watching,
];
const BY_TYPE = new Map(KINDS.map((one) => [one.type, one]));

/** The kind of a resource, by the type in its URN. */
export function kindOf(urn: string): Kind {
    const type = urn.split("::")[2]?.split("$").at(-1) ?? urn;
    const known = BY_TYPE.get(type);
    if (!known)
        throw new Error(
            `${type}: the stand-in for AWS does not have this type; it has ${[...BY_TYPE.keys()].join(", ")}`,
        );
    return known;
}
