/** The first `1.2` or `1.2.3` in a text, as numbers; undefined when there is none. */
export function parseVersion(text) {
    const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
    return match ? [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)] : undefined;
}

/** Below, equal to or above zero, as `Array.prototype.sort` wants it. */
export function compareVersions(left, right) {
    const at = [0, 1, 2].find((index) => left[index] !== right[index]);
    return at === undefined ? 0 : left[at] - right[at];
}

/** Whether the version named in `text` is `minimum` ("2.6") or newer; a text without a version is not. */
export function isAtLeast(text, minimum) {
    const version = parseVersion(text);
    return version !== undefined && compareVersions(version, parseVersion(minimum)) >= 0;
}
