import type { Color } from "../../release";

/** Where the API finds an app: all that its live state is read from. */
export interface AlbSource {
    readonly app: string;
    readonly listenerArn: string;
    /** The load balancer as metrics name it, `app/<name>/<id>`. */
    readonly loadBalancer: string;
    /** Profile of the shared AWS config files; the usual credentials otherwise. */
    readonly profile?: string;
    /** Priority of every rule of the app that is read, a tier: its default, and the query pin of each color. */
    readonly priorities: Readonly<
        Record<string, { readonly fallback: number; readonly pins: { readonly [C in Color]: number } }>
    >;
    /** The catch-all tier: its default carries what is known of the switch. */
    readonly catchAll: string;
    readonly targetGroups: { readonly [C in Color]: Readonly<Record<string, string>> };
    /** Session idle time and quiet time: how far back the census looks. */
    readonly idleSeconds: number;
}
