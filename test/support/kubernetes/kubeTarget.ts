import { httpRoutes } from "../../../components/kubernetes/routes/httpRoutes";
import { onEveryTier } from "../../../components/release";
import { KUBERNETES } from "../capabilities";
import type { Target } from "../target";
import { appOf, KubeRouter } from "./kubeRouter";
import { KubeStack } from "./kubeStack";

/** Deployments behind a Gateway, in a real cluster. */
export const kubernetes: Target<KubeStack, KubeRouter> = {
    name: "Kubernetes",
    capabilities: KUBERNETES,
    switched: [
        "shop-plan",
        "shop-gate",
        "shop-backend-default",
        "shop-frontend-default",
        "shop-first-programmed",
        "shop-programmed",
        "shop-check",
    ],
    around: ["shop"],
    updateMs: 15_000,
    turns: 4,
    switches: 6,
    base: { target: "kubernetes" },
    tierMissing: "green\\.images\\.backend: must be an image by digest",
    stack: (config) => KubeStack.create(config),
    router: (options) => KubeRouter.start(options),
    rules: (releases) => {
        const app = appOf();
        const weights = onEveryTier(app, { blue: 50, green: 50 });
        const plan = { app, releases, weights, queryMatch: true, setsCookie: false, secure: false };
        return JSON.stringify(httpRoutes(plan));
    },
};
