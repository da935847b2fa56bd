/** The Kubernetes that the set-up builds; tools/kubernetes/go.mod names the same version. */
export const KUBERNETES_VERSION = "1.34.4";

/** The Traefik that the set-up builds; tools/traefik/go.mod names the same version, and that of the Gateway API. */
export const TRAEFIK_VERSION = "3.6.7";
