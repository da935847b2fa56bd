import { programOf } from "../../cli/program";
import { textOf } from "../support/docComments";

const doc = textOf("docs/command.md");
const program = programOf(async () => {});

/** The part of the text about a command. */
function sectionOf(name: string): string {
    const [, part = ""] = new RegExp(`^### ${name}\n(.*?)(?=^##)`, "ms").exec(doc) ?? [];
    return part;
}

test("the docs tell every command, in the order of --help, and no other", () => {
    const named = [...doc.matchAll(/^### (\S+)$/gm)].map(([, name]) => name);
    expect(named).toEqual(program.commands.map((command) => command.name()));
    expect(named).toContain("rollback");
});

test("the docs tell every option that all commands have", () => {
    const options = program.options.map(({ flags }) => `| \`${flags}\` |`);
    expect(options.length).toBeGreaterThan(5);
    for (const option of options) expect(doc).toContain(option);
});

test.each(program.commands.map((command) => [command.name(), command] as const))(
    "the docs tell arguments and options of %s, and no other",
    (name, command) => {
        const section = sectionOf(name);
        expect(section).not.toBe("");
        for (const argument of command.registeredArguments) expect(section).toContain(`${name} <${argument.name()}>`);
        const told = [...section.matchAll(/^\| `(-.+?)` \|/gm)].map(([, flags]) => flags);
        expect(told).toEqual(command.options.map(({ flags }) => flags));
    },
);

test("every exit code is told, in the docs and by --help", () => {
    let help = "";
    program.configureOutput({ writeOut: (text) => (help += text) });
    program.outputHelp();
    for (const code of [0, 1, 2, 3, 4, 130]) {
        expect(doc).toMatch(new RegExp(`^\\| ${code} \\|`, "m"));
        expect(help).toMatch(new RegExp(`\\b${code} [a-z]`));
    }
});
