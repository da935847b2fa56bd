import { matching } from "../../common/checks";
import type { Requirement } from "../../release/rules";
import { LIMITS } from "../routes/httpRoute";

/** A name that may also be a label's value or a host's part (RFC 1123). */
export const LABEL_NAME = matching(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    "must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit",
);

/** The name of most objects (RFC 1123 subdomain). */
export const OBJECT_NAME = matching(
    /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
    "must be the name of an object",
);

/** An app's name: it begins the names of its objects. */
export const APP_NAME = matching(
    /^[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/,
    "must be 1 to 30 of a-z, 0-9 and -, starting with a letter and ending with a letter or digit",
);

/** What a label's value, and so a tier's name or a release id, must end with. */
export const LABEL_END = matching(/[A-Za-z0-9]$/, "must end with a letter or digit too, since it is a label");

/** Labels as Kubernetes takes them. */
export const LABELS_GIVEN: Requirement = {
    holds: (value) =>
        typeof value === "object" &&
        value !== null &&
        Object.entries(value).every(([key, text]) => LABEL_KEY.test(key) && LABEL_VALUE.test(String(text))),
    rule: "must be names and values as Kubernetes takes them",
};
const LABEL_KEY = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const LABEL_VALUE = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;

/** Hosts of a Gateway's routes. */
export const HOSTS: Requirement = {
    holds: (value) =>
        Array.isArray(value) &&
        value.length <= LIMITS.hostnames &&
        value.every((host) =>
            /^(?=.{1,253}$)(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(host),
        ),
    rule: `must be host names in lower case, up to ${LIMITS.hostnames}`,
};
