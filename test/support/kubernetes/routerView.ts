/** What of Traefik's account of itself is read. */
interface Account {
    readonly services?: Readonly<Record<string, { readonly loadBalancer?: { readonly servers?: readonly unknown[] } }>>;
}

/**
 * How many pods Traefik itself sends a Service's requests to: it follows the API server with a delay. Undefined where it cannot be asked, or
 * does not know the Service.
 */
export async function serversOf(
    routerApi: string | undefined,
    namespace: string,
    service: string,
): Promise<number | undefined> {
    if (routerApi === undefined) return undefined;
    const { services = {} } = (await (await fetch(routerApi)).json()) as Account;
    const found = services[`${namespace}-${service}-http-80@kubernetesgateway`];
    return found && (found.loadBalancer?.servers?.length ?? 0);
}
