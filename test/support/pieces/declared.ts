import { Recorder, type Registered } from "../harness";
import { known, made } from "./samples";

/** All that a program declares, once it is settled. An engine would refuse two of one type and name; mocks do not. */
export async function declaredBy(program: () => unknown, preview = false): Promise<Registered[]> {
    const recorder = await Recorder.start(made, preview, known);
    program();
    const declared = await recorder.settled();
    const identities = declared.map(({ type, name }) => `${type} ${name}`);
    expect(identities.filter((one, index) => identities.indexOf(one) !== index)).toEqual([]);
    return declared;
}

/** Inputs of what is declared, by logical name, without the component that declares it. */
export function inputsOf(declared: readonly Registered[]): Record<string, unknown> {
    return Object.fromEntries(declared.slice(1).map(({ name, inputs }) => [name, inputs]));
}

/** What differs between two declarations: names that came or went, and inputs that are others now. */
export function changesBetween(before: readonly Registered[], after: readonly Registered[]): Record<string, unknown> {
    const [was, is] = [inputsOf(before), inputsOf(after)];
    const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].sort();
    const changed = names.filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]));
    return Object.fromEntries(changed.map((name) => [name, difference(was[name], is[name])]));
}

/** Inputs that are others, as they are now. */
function difference(was: unknown, is: unknown): unknown {
    if (was === undefined) return is;
    if (is === undefined) return "gone";
    const [old, now] = [was as Record<string, unknown>, is as Record<string, unknown>];
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    const changed = keys.filter((key) => JSON.stringify(old[key]) !== JSON.stringify(now[key]));
    return Object.fromEntries(changed.map((key) => [key, now[key]]));
}
