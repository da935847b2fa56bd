import type { AppGatewayArgs, ColorWorkloadArgs } from "../../../components/kubernetes";
import { IMAGE } from "../pieces/samples";

/** A workload with all else at its default. */
export const WORKLOAD: ColorWorkloadArgs = {
    app: "shop",
    tier: "backend",
    color: "blue",
    release: "v1",
    image: IMAGE,
    namespace: "shop-test",
    health: { path: "/api/healthz" },
};

/** A Gateway that is created, with all else at its default. */
export const GATEWAY: AppGatewayArgs = {
    app: "shop",
    namespace: "shop-test",
    className: "traefik",
    certificateSecrets: ["shop-tls"],
};
