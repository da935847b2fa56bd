/** What makes a command's output short. */
export interface Lines {
    /** What to show of a line; undefined for nothing. */
    short(line: string): string | undefined;
    /** What to add when the command has ended; empty for nothing. */
    summary(): string;
}

/** The package's own command is made for people to read. */
export const ownLines: Lines = {
    short: (line) => line.trim() || undefined,
    summary: () => "",
};

/** For what nobody needs to see. */
export const silence: Lines = {
    short: () => undefined,
    summary: () => "",
};
