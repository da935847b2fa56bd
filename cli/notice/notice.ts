import type { Color } from "../../components/release";
import { Exit, type Failure } from "../failure";

/** A release on a color; null while the color is off. */
export interface Side {
    readonly color: Color;
    readonly release: string | null;
}

/** Whom a change takes visitors from and gives them to. */
export interface Move {
    readonly from: Side;
    readonly to: Side;
    /** Percent of new visitors that `to` gets once it is done. */
    readonly percent: number;
}

/** What happened: what was asked for, or that it was refused. */
export type NoticeEvent = "deploy" | "canary" | "switch" | "rollback" | "retire" | "refusal";

/** The body of a webhook, as docs/command.md tells it. */
export interface Notice extends Move {
    /** Version of this body; a new field does not raise it. */
    readonly version: 1;
    /** The same at each try and for each receiver. */
    readonly id: string;
    /** In ISO 8601. */
    readonly time: string;
    readonly event: NoticeEvent;
    /** What was typed. */
    readonly command: string;
    readonly result: "done" | "refused" | "failed" | "interrupted";
    readonly stack: string;
    readonly project: string;
    readonly app: string;
    readonly by: string;
    readonly message: string;
}

/** How something ended, for those who were not there. */
export function outcome(command: string, failure: Failure | undefined): Pick<Notice, "event" | "result"> {
    if (failure?.exit === Exit.Refused) return { event: "refusal", result: "refused" };
    const event = command as NoticeEvent;
    if (!failure) return { event, result: "done" };
    return { event, result: failure.exit === Exit.Interrupted ? "interrupted" : "failed" };
}
