import { checkProvider } from "../gate/checkProvider";
import { gateProvider } from "../gate/gateProvider";
import { pauseProvider } from "../gate/pauseProvider";
import { folderProvider } from "../haproxy/providers/folder";
import { instancesProvider } from "../haproxy/providers/instances";
import { planProvider } from "../haproxy/providers/plan";
import { routerProvider } from "../haproxy/providers/router";
import { trafficProvider } from "../haproxy/providers/traffic";

/** The real providers behind the thin ones, by kind. Not part of the public face. Those of AWS and Kubernetes load large clients, so by need only. */
export const providers = {
    check: checkProvider,
    folder: folderProvider,
    gate: gateProvider,
    instances: instancesProvider,
    pause: pauseProvider,
    plan: planProvider,
    router: routerProvider,
    traffic: trafficProvider,
    get albPlan() {
        return (require("../aws/providers/plan") as typeof import("../aws/providers/plan")).albPlanProvider;
    },
    get albRollout() {
        return (require("../aws/providers/rollout") as typeof import("../aws/providers/rollout")).rolloutProvider;
    },
    get gatewayPlan() {
        return (require("../kubernetes/providers/plan") as typeof import("../kubernetes/providers/plan"))
            .gatewayPlanProvider;
    },
    get routesProgrammed() {
        return (require("../kubernetes/providers/programmed") as typeof import("../kubernetes/providers/programmed"))
            .programmedProvider;
    },
    get workloadRollout() {
        return (require("../kubernetes/providers/rollout") as typeof import("../kubernetes/providers/rollout"))
            .rolloutProvider;
    },
};
