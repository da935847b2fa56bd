/** What runs when an image is started: tests say it, as there is no registry and no container. */
export class Images {
    private readonly commands = new Map<string, readonly string[]>();
    /** Whether only references by digest can be pulled. */
    digestOnly = false;

    set(reference: string, command: readonly string[]): void {
        this.commands.set(reference, command);
    }

    /** The command of an image, or why it cannot be pulled. */
    pull(reference: string): { command: readonly string[] } | { reason: string } {
        const failed = (why: string) => ({
            reason: `CannotPullContainerError: pull image manifest has been retried 1 time(s): ${why}`,
        });
        if (this.digestOnly && !/@sha256:[0-9a-f]{64}$/.test(reference)) {
            return failed(`failed to resolve ref ${reference}: the test wants images by digest`);
        }
        const command = this.commands.get(reference);
        return command ? { command } : failed(`failed to resolve ref ${reference}: ${reference}: not found`);
    }
}
