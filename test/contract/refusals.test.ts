import { filesBelow, textOf } from "../support/docComments";

/** All of the sources as one text, with the pieces of a message that goes over several lines put together. */
const sources = [...filesBelow("components", ".ts"), ...filesBelow("stacks", ".ts"), ...filesBelow("cli", ".ts")]
    .map(textOf)
    .join("\n")
    .replace(/(["`]) \+\s+["`]/g, "");

/** The messages in the first cells of the tables, by what begins them. */
const messages = textOf("docs/refusals.md")
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .flatMap((line) => [...(line.split(" | ")[0] ?? "").matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text));

/** What of a message is the same each time: without its argument, and what is filled in. */
function fixedParts(message: string): string[] {
    return message
        .replace(/^[\w.<>* ]+: /, "")
        .split(
            /\.\.\.|<[\w ]+>|\bN\b|\d+(?= to )|haproxy, aws or kubernetes|(?=an unknown number)|(?<=of )(?=visitors)/,
        )
        .map((part) => part.trim())
        .filter((part) => part.length > 3 && !part.endsWith("*"));
}

test("the messages are found", () => {
    expect(messages.length).toBeGreaterThan(40);
    expect(fixedParts("<color>.release: <id> on <color> still has N visitors")).toEqual(["still has", "visitors"]);
});

test.each([...new Set(messages)])("what docs/refusals.md says is said: %s", (message) => {
    expect(fixedParts(message).filter((part) => !sources.includes(part))).toEqual([]);
});
