import { type Mistake, mistake } from "../../release";
import { check, trueOrFalse } from "../../release/rules";
import { LABEL_NAME, LABELS_GIVEN } from "../common/checks";
import type { AppNamespaceArgs } from "./appNamespaceArgs";

/** What {@link AppNamespace} is to do, and all that is wrong with what it was given. */
export interface AppNamespaceSettings {
    readonly name: string;
    readonly create: boolean;
    readonly mistakes: readonly Mistake[];
}

/** Checks what {@link AppNamespace} was given and fills in the defaults. Never throws; collects every mistake. */
export function appNamespaceSettings(args: AppNamespaceArgs, usual: string): AppNamespaceSettings {
    const mistakes: Mistake[] = [];
    const create = check(mistakes, "create", args.create ?? true, trueOrFalse);
    if (args.labels !== undefined) check(mistakes, "labels", args.labels, LABELS_GIVEN);
    if (create === false) {
        if (args.name === undefined) mistakes.push(mistake("name", "must be given when create is false", undefined));
        if (args.labels !== undefined) {
            const rule = "must be left out when create is false";
            mistakes.push(mistake("labels", rule, args.labels, "label the namespace where it is made"));
        }
    }
    return { name: check(mistakes, "name", args.name ?? usual, LABEL_NAME), create, mistakes };
}
