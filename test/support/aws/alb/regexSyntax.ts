import { refuse } from "./albError";

/** What rules' regular expressions do not know, each as it stands outside a character class. */
const UNKNOWN: readonly (readonly [sign: RegExp, name: string])[] = [
    [/^\(\?<?[=!]/, "lookaround"],
    [/^\(\?>/, "atomic groups"],
    [/^(?:[*+?]|\{\d*,?\d*\})\+/, "possessive quantifiers"],
    [/^(?:\\|\[[^\]]*\\)[pP]/, "Unicode character classes"],
    [/^\\(?:[1-9]|k[<{'])/, "backreferences"],
    [/^\(\?(?:R|&|P>|[0-9+-])/, "subroutines and recursion"],
];
/** One step over an expression: an escape, a class as a whole, or one sign. */
const STEP = /^(?:\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|[\s\S])/;

/** Compiles an expression of a rule, and refuses what AWS refuses. */
export function regexOf(text: string, flags: string): RegExp {
    if (text.length < 1 || text.length > 128) {
        refuse(`The regular expression '${text}' must have between 1 and 128 characters`);
    }
    for (let rest = text; rest !== ""; ) {
        const found = UNKNOWN.find(([sign]) => sign.test(rest));
        if (found) refuse(`The regular expression '${text}' uses ${found[1]}, which are not supported`);
        rest = rest.replace(STEP, "");
    }
    try {
        return new RegExp(text, flags);
    } catch {
        return refuse(`The regular expression '${text}' is not valid`);
    }
}
