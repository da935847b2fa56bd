import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

export function splitPath(path) {
    return (path ?? "").split(delimiter).filter((folder) => folder !== "");
}

/** A PATH with `first` before and `last` behind what was there; a folder named twice stays at its first place. */
export function composePath(current, { first = [], last = [] }) {
    return [...new Set([...first, ...splitPath(current), ...last])].join(delimiter);
}

export function isExecutable(file) {
    try {
        accessSync(file, constants.X_OK);
        return statSync(file).isFile();
    } catch {
        return false;
    }
}

/** The first executable of one of these names in these folders, or undefined. */
export function findExecutable(names, folders) {
    return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}
