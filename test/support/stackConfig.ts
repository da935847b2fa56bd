import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import type { ConfigReader } from "../../stacks/settings";

export interface ConfigKey {
    readonly type: string;
    readonly default: string | number | boolean;
    readonly description: string;
}

/** The config keys as Pulumi.yaml declares them. */
export function declaredKeys(): Record<string, ConfigKey> {
    const text = readFileSync(join(__dirname, "../../Pulumi.yaml"), "utf8");
    return (load(text) as { config: Record<string, ConfigKey> }).config;
}

/** Reads what Pulumi would: values that are set, else the declared defaults. Notes each key with the type it is read as. */
export class DeclaredConfig implements ConfigReader {
    readonly read = new Map<string, string>();
    private readonly declared = declaredKeys();

    constructor(private readonly values: Readonly<Record<string, string | number | boolean>> = {}) {}

    require(key: string): string {
        return this.value(key, "string") as string;
    }

    requireNumber(key: string): number {
        return this.value(key, "integer") as number;
    }

    requireBoolean(key: string): boolean {
        return this.value(key, "boolean") as boolean;
    }

    private value(key: string, type: string): unknown {
        this.read.set(key, type);
        return this.values[key] ?? this.declared[key]?.default;
    }
}
