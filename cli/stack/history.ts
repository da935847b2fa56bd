/** One update as Pulumi's own history has it. */
export interface Update {
    readonly kind: string;
    /** In milliseconds since 1970. */
    readonly startedAt: number;
    readonly seconds: number;
    readonly result: string;
    readonly message: string;
    /** Author of the commit that it was run from. */
    readonly author: string;
    /** Config values by full key; those of secrets are hidden. */
    readonly config: Readonly<Record<string, string>>;
}

interface RawUpdate {
    readonly kind?: string;
    readonly startTime?: string;
    readonly endTime?: string;
    readonly result?: string;
    readonly message?: string;
    readonly environment?: Readonly<Record<string, string>>;
    readonly config?: Readonly<Record<string, { readonly value?: string }>>;
}

/** Reads what `pulumi stack history --json` prints; newest first. */
export function parseUpdates(text: string): Update[] {
    const raw = (JSON.parse(text) ?? []) as readonly RawUpdate[];
    return (
        raw
            .map(
                ({
                    kind = "",
                    startTime = "",
                    endTime = "",
                    result = "",
                    message = "",
                    environment = {},
                    config = {},
                }) => {
                    const startedAt = Date.parse(startTime) || 0;
                    return {
                        kind,
                        startedAt,
                        seconds: Math.max(0, Math.round(((Date.parse(endTime) || startedAt) - startedAt) / 1000)),
                        result,
                        message,
                        author: environment["git.author"] ?? "",
                        config: Object.fromEntries(Object.entries(config).map(([key, { value = "" }]) => [key, value])),
                    };
                },
            )
            .map((update, index) => ({ update, index }))
            // Times are to the second; among equals the order given counts, which is newest first.
            .sort((a, b) => b.update.startedAt - a.update.startedAt || a.index - b.index)
            .map(({ update }) => update)
    );
}

/** The full name of a config key. */
export function fullKey(project: string, key: string): string {
    return key.includes(":") ? key : `${project}:${key}`;
}
