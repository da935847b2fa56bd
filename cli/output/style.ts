import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

/** Paints words, or leaves them as they are. No meaning is in the color alone. */
export interface Style {
    readonly strong: (text: string) => string;
    readonly faint: (text: string) => string;
    readonly good: (text: string) => string;
    readonly bad: (text: string) => string;
    readonly blue: (text: string) => string;
    readonly green: (text: string) => string;
}

/** The style of an output with or without color. */
export function styleOf(color: boolean): Style {
    const paint = (format: Format) => (text: string) =>
        color ? styleText(format, text, { validateStream: false }) : text;
    return {
        strong: paint("bold"),
        faint: paint("dim"),
        good: paint("green"),
        bad: paint("red"),
        blue: paint("blue"),
        green: paint("green"),
    };
}
