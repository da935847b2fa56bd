import type { PulumiStack } from "../../tools/stack/pulumiStack";
import type { Config } from "./target";

/** The config of a throw-away stack, as tests change it from update to update. */
export abstract class Configured {
    /** What the last update set, or will set. */
    protected config: Config = {};

    constructor(readonly pulumi: PulumiStack) {}

    abstract mustUp(config?: Config): Promise<unknown>;

    async ensure(config: Config): Promise<void> {
        if (Object.entries(config).some(([key, value]) => this.config[key] !== value)) await this.mustUp(config);
    }

    note(config: Config): void {
        this.config = { ...this.config, ...config };
    }

    upWith(config: Config): string[] {
        const pairs = Object.entries(config).flatMap(([key, value]) => ["--config", `${key}=${value}`]);
        return ["up", "--yes", "--skip-preview", "--stack", this.pulumi.name, ...pairs];
    }
}
