/** Config by full key, as Pulumi prints it. */
export function flat(project: string, config: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(Object.entries(config).map(([key, value]) => [`${project}:${key}`, value]));
}
