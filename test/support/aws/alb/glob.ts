/** Signs of a pattern: `\*` and `\?` are signs, `*` and `?` are wildcards. */
function signsOf(pattern: string): string[] {
    return pattern.match(/\\[*?]|[\s\S]/g) ?? [];
}

/** The pattern of a condition: `*` is any text, `?` one sign, over the whole value. */
export function globOf(pattern: string, options: { ignoreCase: boolean }): RegExp {
    const source = signsOf(pattern).map((sign) => {
        if (sign === "*") return "[\\s\\S]*";
        if (sign === "?") return "[\\s\\S]";
        return sign.length === 2 ? sign : sign.replace(/[\\^$.|+()[\]{}/]/, "\\$&");
    });
    return new RegExp(`^${source.join("")}$`, options.ignoreCase ? "i" : "");
}

/** How many wildcards a pattern counts for in the quota. */
export function wildcardsIn(pattern: string): number {
    return signsOf(pattern).filter((sign) => sign === "*" || sign === "?").length;
}
