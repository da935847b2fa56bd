import type { Clock } from "../context";
import type { CallHttp } from "../http";
import type { Notice } from "./notice";

/** How long a receiver may take, in milliseconds. */
const TIMEOUT_MS = 2000;
/** Pauses before the second and the third try, in milliseconds. */
const PAUSES_MS = [500, 1000];

/** What a webhook needs from outside. */
export interface WebhookContext {
    readonly call: CallHttp;
    readonly clock: Clock;
    /** Gets a line when a notice did not arrive; at most one a receiver. */
    readonly warn: (line: string) => void;
}

/** One receiver of notices. It gets them one after the other; once it has failed, the next ones are tried only once. */
export class Webhook {
    private last: Promise<void> = Promise.resolve();
    private failed = false;
    private readonly never = new AbortController().signal;

    constructor(
        private readonly url: string,
        private readonly context: WebhookContext,
    ) {}

    /** Sends a notice as soon as those before it are through; resolves when it is, and never fails. */
    send(notice: Notice): Promise<void> {
        this.last = this.last.then(() => this.deliver(notice));
        return this.last;
    }

    private async deliver(notice: Notice): Promise<void> {
        const pauses = this.failed ? [] : PAUSES_MS;
        for (let tries = 1; ; tries++) {
            const wrong = await this.post(notice);
            if (!wrong) return;
            const pause = pauses[tries - 1];
            if (pause === undefined || !wrong.mayPass) return this.complain(notice, wrong.reason, tries);
            await this.context.clock.sleep(pause, this.never);
        }
    }

    private async post(body: Notice): Promise<{ reason: string; mayPass: boolean } | undefined> {
        try {
            const status = await this.context.call(this.url, { method: "POST", body, timeoutMs: TIMEOUT_MS });
            if (status >= 200 && status < 300) return undefined;
            return { reason: `it answers ${status}`, mayPass: status >= 500 || status === 429 || status === 408 };
        } catch (error) {
            return { reason: (error as Error).message, mayPass: true };
        }
    }

    private complain({ event }: Notice, reason: string, tries: number): void {
        if (!this.failed) {
            // A path or a query may be the secret by which a receiver knows its senders.
            const { origin } = new URL(this.url);
            const said = tries === 1 ? "" : `, ${tries} tries`;
            this.context.warn(`warning: the notice of the ${event} did not reach ${origin} (${reason}${said})`);
        }
        this.failed = true;
    }
}
