import { documentedArgs, filesBelow } from "../support/docComments";

const documented = documentedArgs(filesBelow("components", ".ts"));
const undocumented = (line: string) =>
    documented
        .filter(({ comment }) => !new RegExp(`(^|[.;)] |\\n)${line}: \\S`).test(comment))
        .map(({ file, interface: name, property }) => `${file}: ${name}.${property} says no "${line}: "`);

test("the interfaces that users fill in are found, with their properties", () => {
    const names = new Set(documented.map(({ interface: name }) => name));
    for (const name of ["AppArgs", "TierArgs", "SessionArgs", "HaproxyBlueGreenArgs"]) expect(names).toContain(name);
    expect(documented).toContainEqual(expect.objectContaining({ interface: "TrafficArgs", property: "active" }));
});

test.each(["Unit", "Default", "Error"])("every argument's comment says its %s", (line) => {
    expect(undocumented(line)).toEqual([]);
});

test("every argument's comment says first what it means", () => {
    const meaningless = documented.filter(
        ({ comment }) => !/^[A-Z`][^\n]{8,}/.test(comment) || /^Unit: /.test(comment),
    );
    expect(meaningless).toEqual([]);
});
