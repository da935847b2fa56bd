/**
 * Whether what npm noted as installed (`node_modules/.package-lock.json`) is all that `package-lock.json` asks for.
 * Optional packages may be missing: they are for other systems.
 */
export function isInstalled(wanted, installed) {
    return Object.entries(wanted.packages)
        .filter(([path]) => path !== "")
        .every(([path, entry]) => {
            const found = installed.packages[path];
            if (found === undefined) return entry.optional === true || entry.devOptional === true;
            return found.version === entry.version && found.integrity === entry.integrity;
        });
}
