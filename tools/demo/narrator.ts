import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Where the story is told: a terminal, a pipe or a file. */
export interface Paper {
    write(text: string): unknown;
    readonly isTTY?: boolean;
    readonly columns?: number;
}

const REFRESH_MS = 250;
/** Between two lines of progress where a line cannot be refreshed. */
const LINE_MS = 5000;

/** Tells the story: steps, commands, what came of them, and one live line at the bottom while something goes on. */
export class Narrator {
    private readonly live: boolean;
    private readonly colored: boolean;
    private describe: (() => string) | undefined;
    private timer: NodeJS.Timeout | undefined;
    private shown = "";

    constructor(private readonly paper: Paper = process.stdout) {
        this.live = paper.isTTY === true && process.env.TERM !== "dumb";
        this.colored = this.live && !process.env.NO_COLOR;
    }

    /** A heading, and in a sentence what it means. */
    step(title: string, meaning: string): void {
        this.print(`\n${this.styled("bold", title)}`);
        this.print(`  ${meaning}`);
    }

    /** What somebody would type. */
    command(text: string): void {
        this.print(`  ${this.styled("cyan", `$ ${text}`)}`);
    }

    /** What a command says, in short. */
    detail(text: string): void {
        this.print(`      ${this.styled("dim", text)}`);
    }

    /** What came of it. */
    good(text: string): void {
        this.print(`  ${this.styled("green", "ok")} ${text}`);
    }

    bad(text: string): void {
        this.print(`  ${this.styled("red", "NO")} ${text}`);
    }

    note(text: string): void {
        this.print(`  ${text}`);
    }

    /** Said softly. */
    aside(text: string): void {
        this.print(`  ${this.styled("dim", text)}`);
    }

    /** A block of text as it is. */
    print(text: string): void {
        this.erase();
        this.paper.write(`${text}\n`);
        this.draw();
    }

    /** Keeps a line about what goes on, until {@link still}. */
    follow(describe: () => string): void {
        this.still();
        this.describe = describe;
        this.timer = setInterval(() => this.refresh(), this.live ? REFRESH_MS : LINE_MS);
    }

    still(): void {
        clearInterval(this.timer);
        this.erase();
        this.describe = undefined;
    }

    private refresh(): void {
        if (this.live) {
            this.erase();
            this.draw();
        } else if (this.describe) {
            this.paper.write(`      ... ${this.describe()}\n`);
        }
    }

    private draw(): void {
        if (!this.live || !this.describe) return;
        // A line that wraps cannot be erased.
        const text = `  ${this.describe()}`.slice(0, (this.paper.columns ?? 80) - 1);
        this.shown = text;
        this.paper.write(this.styled("yellow", text));
    }

    private erase(): void {
        if (this.shown) this.paper.write("\r\u001b[2K");
        this.shown = "";
    }

    private styled(style: Style, text: string): string {
        return this.colored ? styleText(style, text) : text;
    }
}
