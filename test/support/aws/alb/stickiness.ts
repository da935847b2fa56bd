import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const NAMES = ["AWSALBTG", "AWSALBTGCORS"];
const DAYS_7 = 7 * 24 * 3600_000;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * The cookie of target group stickiness: encrypted, names the group (not the release), ends inside the value
 * after the duration while the browser keeps it for 7 days, and begins anew with each answer.
 */
export class Stickiness {
    private readonly key = randomBytes(32);

    /** Lines of Set-Cookie that tie a client to a group. `now` is in milliseconds. */
    cookies(group: string, stickySeconds: number, now: number): string[] {
        const value = this.seal(JSON.stringify({ group, until: now + stickySeconds * 1000 }));
        const rest = `=${value}; Expires=${new Date(now + DAYS_7).toUTCString()}; Path=/`;
        return [`AWSALBTG${rest}`, `AWSALBTGCORS${rest}; SameSite=None; Secure`];
    }

    /** The group that the cookies of a request name; none when they are over, forged or damaged. */
    groupOf(cookieLines: readonly string[], now: number): string | undefined {
        const pairs = cookieLines.flatMap((line) => line.split(";")).map((pair) => pair.trim());
        for (const name of NAMES) {
            const pair = pairs.find((one) => one.startsWith(`${name}=`));
            const text = pair && this.open(pair.slice(name.length + 1));
            if (!text) continue;
            const { group, until } = JSON.parse(text) as { group: string; until: number };
            if (until > now) return group;
        }
        return undefined;
    }

    private seal(text: string): string {
        const iv = randomBytes(IV_BYTES);
        const cipher = createCipheriv("aes-256-gcm", this.key, iv);
        const sealed = [cipher.update(text, "utf8"), cipher.final()];
        return Buffer.concat([iv, cipher.getAuthTag(), ...sealed]).toString("base64");
    }

    private open(value: string): string | undefined {
        const bytes = Buffer.from(value, "base64");
        // Node reads damaged base64 too; a value that was URL-encoded on the way must not count.
        if (bytes.toString("base64") !== value || bytes.length <= IV_BYTES + TAG_BYTES) return undefined;
        const decipher = createDecipheriv("aes-256-gcm", this.key, bytes.subarray(0, IV_BYTES));
        decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        try {
            return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
        } catch {
            return undefined;
        }
    }
}
