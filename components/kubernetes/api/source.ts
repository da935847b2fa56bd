/** Which cluster is asked, and as whom. */
export interface ClusterAccess {
    /** File of kubectl's kind. Default: as kubectl. */
    readonly kubeconfig?: string;
    /** Context of that file. Default: its current one. */
    readonly context?: string;
}

/** Who counts what is left on a color. */
export type CensusSource =
    | { readonly by: "prometheus"; readonly url: string; readonly query: string }
    | {
          readonly by: "app";
          /** Where each pod tells its number. */
          readonly path: string;
          /** Port of the pods, a tier. */
          readonly ports: Readonly<Record<string, number>>;
      };

/** Where the API finds an app: all that its live state is read from. */
export interface GatewaySource {
    readonly app: string;
    /** Project and stack that own its objects. */
    readonly stack: string;
    readonly namespace: string;
    readonly cluster?: ClusterAccess;
    readonly tiers: readonly string[];
    /** The catch-all tier: its default carries what is known of the switch. */
    readonly catchAll: string;
    /** Session idle time and quiet time: how far back the census looks. */
    readonly idleSeconds: number;
    /** None: nobody can tell how many are left. */
    readonly census?: CensusSource;
}
