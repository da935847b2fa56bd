import { randomBytes } from "node:crypto";

/** Random digits of an id, such as the 17 of `vpc-0123456789abcdef0`. */
export function hex(length: number): string {
    return randomBytes(length).toString("hex").slice(0, length);
}
