/** A section of the configuration with its lines; HAProxy wants a line feed at the very end. */
export function section(head: string, lines: readonly string[]): string {
    return `${[...(head ? [head] : []), ...lines].join("\n")}\n`;
}
