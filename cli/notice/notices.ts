import { randomUUID } from "node:crypto";
import type { Context, GlobalOptions } from "../context";
import { type Failure, usage } from "../failure";
import { isHttpUrl } from "../http";
import type { Changeable } from "../select";
import { type Move, type Notice, outcome } from "./notice";
import { Webhook } from "./webhook";

/** Config key of a stack with the URLs that get notices, separated by spaces; best a secret. It is the same in every program. */
export const NOTIFY_KEY = "blue-green:notify";

/** What there is to tell of. */
export interface Told {
    readonly command: string;
    readonly move: Move;
    readonly message: string;
    /** Why it did not come to it. */
    readonly failure?: Failure;
}

/** Tells receivers what happened, without keeping anybody waiting: what is under way is waited for when the command has said all. */
export interface Notices {
    tell(told: Told): void;
}

/** The notices of a command. Error: `--notify` is no URL. */
export function noticesOf(context: Context, { notify = [] }: GlobalOptions, selected: Changeable): Notices {
    for (const url of notify) {
        if (!isHttpUrl(url)) throw usage("--notify: must be an http or https URL");
    }
    const { screen, call, clock, operator, afterwards } = context;
    const { state, app } = selected;
    let webhooks: Promise<readonly Webhook[]> | undefined;
    const open = async () => {
        const urls = [...new Set([...notify, ...(await configured(context, selected))])];
        return urls.map((url) => new Webhook(url, { call, clock, warn: screen.note }));
    };
    return {
        tell({ command, move, message, failure }) {
            const notice: Notice = {
                version: 1,
                id: randomUUID(),
                time: new Date(clock.now()).toISOString(),
                ...outcome(command, failure),
                command,
                stack: state.stack,
                project: state.project,
                app: app.name,
                ...move,
                by: operator,
                message: failure?.message ?? message,
            };
            webhooks ??= open();
            afterwards.push(webhooks.then((all) => Promise.all(all.map((one) => one.send(notice)))));
        },
    };
}

/** The URLs of the stack's config. What is wrong there stops nothing. */
async function configured({ workspace, screen }: Context, { config }: Changeable): Promise<string[]> {
    const known = config[NOTIFY_KEY];
    if (known === undefined) return [];
    try {
        // A secret is listed without its value.
        const text = known || (await workspace.secret(NOTIFY_KEY));
        const urls = text.split(/\s+/).filter((url) => url !== "");
        if (!urls.every(isHttpUrl)) screen.note(`warning: ${NOTIFY_KEY}: not all of it are http or https URLs`);
        return urls.filter(isHttpUrl);
    } catch (error) {
        screen.note(`warning: no notice is sent to ${NOTIFY_KEY}: ${(error as Error).message}`);
        return [];
    }
}
