import { AWS, type Capabilities, HAPROXY, KUBERNETES } from "./capabilities";

/** What users must be able to do. The title of a test that proves one begins with its number, or its `describe` does. */
export const SCENARIOS: Readonly<Record<string, string>> = {
    S01: "Two tiers, two images: built, deployed, scaled and checked apart, released together",
    S02: "Deploy to the idle color while the live one serves everybody",
    S03: "Look before you leap: open a release that is not live by query, header or cookie",
    S04: "Warm-up: full size, and warm-up paths answered, before the first visitor",
    S05: "Switch by one config value",
    S06: "Switch by the stack output `switchover`",
    S07: "Canary: a share of the new visitors, within one point",
    S08: "Rollback at any time, with nothing rebuilt or restarted",
    S09: "See-saw: release after release leaves nothing behind",
    S10: "Both tiers flip as one",
    S11: "Order: backend first or frontend first",
    S12: "Never flip: every answer a visitor gets is of one release",
    S13: "Even load over instances and by weights",
    S14: "Clients without cookies",
    S15: "Ask for a release, and go back",
    S16: "Several tabs on several releases",
    S17: "Old assets go on being served",
    S18: "Please refresh: a page learns that its release retires",
    S19: "Embedded pages and assets follow the page that caused them",
    S20: "Health, and operators who take an instance out and back in",
    S21: "Soft stop of an instance",
    S22: "Census: how many are left on a release",
    S23: "Taper off: a release goes when nobody is left, at its deadline, or by force",
    S24: "Retire: its visitors land on the live release at once",
    S25: "Which color is live?",
    S26: "Refused: a switch to a color that is not fit",
    S27: "Refused: shares that make no sense",
    S28: "Refused: one release id on both colors",
    S29: "Refused: an unknown color, target or tier",
    S30: "Refused: a stale switch",
    S31: "Refused: retiring the live color",
    S32: "Refused: retiring a release that still has visitors",
    S33: "An update is killed at any point",
    S34: "An instance, a whole color, or the router dies",
    S35: "The database is shared by both releases",
    S36: "The mix made visible",
    S37: "The router's own live view is linked from an output",
};

/** A column of the table: what proves a scenario there, and what is different there. */
export interface Column {
    readonly name: string;
    /** Test files that count for it, by their path from the root; the last column that takes a file has it. */
    readonly files: RegExp;
    readonly capabilities?: Capabilities;
}

/** What holds on any target, and the targets. */
export const COLUMNS: readonly Column[] = [
    { name: "any target", files: /^/ },
    { name: "HAProxy", files: /^test\/(dataplane|engine|browser)\/|\/haproxy/, capabilities: HAPROXY },
    { name: "AWS", files: /^test\/aws\/|\/(aws|alb)/i, capabilities: AWS },
    { name: "Kubernetes", files: /^test\/cluster(Faults)?\/|\/kubernetes/, capabilities: KUBERNETES },
];
