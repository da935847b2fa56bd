import type { dynamic, Input } from "@pulumi/pulumi";

/** The inputs of a provider, some of which are known only when what they depend on exists. */
export type ProviderArgs<T> = { readonly [K in keyof T]: Input<T[K]> };

/**
 * A provider whose methods only load the real one and hand over. Pulumi stores the text of these methods in the state, so they
 * hold no logic and no path: the real code comes from the installed package, found from the program's folder.
 */
export function thinProvider(kind: string): dynamic.ResourceProvider {
    const real = () => {
        const { createRequire } = require("node:module");
        const folder = process.cwd();
        try {
            return createRequire(`${folder}/program.js`)("@seesaw/blue-green/internal/providers").providers[kind];
        } catch (error) {
            throw new Error(
                `@seesaw/blue-green: cannot be loaded from ${folder}; run \`npm ci\` in that project, then try again. ${error}`,
            );
        }
    };
    return {
        check: async (olds, news) => real().check(olds, news),
        diff: async (id, olds, news) => real().diff(id, olds, news),
        create: async (inputs) => real().create(inputs),
        read: async (id, props) => real().read(id, props),
        update: async (id, olds, news) => real().update(id, olds, news),
        delete: async (id, props) => real().delete(id, props),
    };
}
