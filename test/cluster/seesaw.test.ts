import { seesawScenarios } from "../scenarios/seesaw";
import { onCluster } from "../support/kubernetes/cluster";
import { kubernetes } from "../support/kubernetes/kubeTarget";

onCluster("on Kubernetes", () => {
    seesawScenarios(kubernetes);
});
