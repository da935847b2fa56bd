import type { CallHttp } from "../../../cli/http";
import { type MakeContext, main } from "../../../cli/program";
import type { FakeShop } from "./fakeShop";

/** What a command said and how it ended. */
export interface Typed {
    readonly code: number;
    readonly out: string;
    readonly error: string;
    /** Questions that were asked. */
    readonly asked: readonly string[];
    /** Lines of progress that took each other's place. */
    readonly shown: readonly string[];
    /** Links that were opened. */
    readonly opened: readonly string[];
}

/** Who sits at the terminal. */
export interface Seat {
    /** The answer to each question; undefined for nobody there. */
    readonly answer?: boolean;
    /** Called at each wait, instead of time passing. */
    readonly onSleep?: (ms: number, stop: () => void) => void;
    readonly terminal?: boolean;
    /** Answers whoever is asked over HTTP. Default: nobody does. */
    readonly call?: CallHttp;
}

/** Types a command at a shop. */
export async function typed(shop: FakeShop, words: string, seat: Seat = {}): Promise<Typed> {
    const said = { out: "", error: "", asked: [] as string[], opened: [] as string[], shown: [] as string[] };
    const stop = new AbortController();
    const context: ReturnType<MakeContext> = {
        workspace: shop,
        live: shop.reader,
        screen: {
            print: (text) => {
                said.out += `${text}\n`;
            },
            note: (text) => {
                said.error += `${text}\n`;
            },
            interactive: seat.answer !== undefined,
            terminal: seat.terminal === true,
            color: false,
            confirm: async (question) => {
                said.asked.push(question);
                return seat.answer === true;
            },
            live: (line) => {
                said.shown.push(line);
            },
            redraw: (text) => {
                said.out += `<redrawn>${text}\n`;
            },
        },
        clock: {
            now: () => shop.now,
            sleep: async (ms) => {
                shop.now += ms;
                seat.onSleep?.(ms, () => stop.abort());
            },
        },
        signal: stop.signal,
        tools: { node: "20.19.0", haproxy: () => "2.6 at /usr/sbin/haproxy" },
        call:
            seat.call ??
            (async () => {
                throw new Error("nobody is there");
            }),
        open: (url) => said.opened.push(url),
        operator: "ada@desk",
    };
    const streams = {
        out: (text: string) => {
            said.out += text;
        },
        error: (text: string) => {
            said.error += text;
        },
    };
    return { code: await main(words.split(" ").filter(Boolean), () => context, streams), ...said };
}
