import type { Mistake } from "../release";

/** What a real provider does; inputs and outputs are plain JSON. */
export interface Provider<I, O> {
    check(olds: I | undefined, news: I): Promise<{ inputs: I; failures?: { property: string; reason: string }[] }>;
    diff(id: string, olds: O, news: I): Promise<{ changes: boolean; replaces?: string[] }>;
    create(inputs: I): Promise<{ id: string; outs: O }>;
    /** An empty id says that the resource is gone. */
    read(id: string, props: O): Promise<{ id: string; props: O | undefined }>;
    update(id: string, olds: O, news: I): Promise<{ outs: O }>;
    delete(id: string, props: O): Promise<void>;
}

/** The text that stands for a value not known before the update. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether some value in it is not known yet, as in the preview of a first update. */
export function hasUnknown(value: unknown): boolean {
    return JSON.stringify(value)?.includes(UNKNOWN) ?? false;
}

/** Whether two values are the same JSON, whatever the order of keys. */
export function sameJson(a: unknown, b: unknown): boolean {
    return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
    return JSON.stringify(value, (_key, one) =>
        one && typeof one === "object" && !Array.isArray(one)
            ? Object.fromEntries(Object.entries(one).sort(([x], [y]) => (x < y ? -1 : 1)))
            : one,
    );
}

/** Mistakes as Pulumi's check wants them. Without a property of its own, which Pulumi would show with an empty value. */
export function failures(mistakes: readonly Mistake[]) {
    return mistakes.map(({ where, text }) => ({ property: "", reason: `${where}: ${text}` }));
}

/** Progress of long work; Pulumi shows it while the update runs. */
export function progress(text: string): void {
    console.log(text);
}
