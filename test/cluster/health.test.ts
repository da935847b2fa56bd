import { healthScenarios } from "../scenarios/health";
import { onCluster } from "../support/kubernetes/cluster";
import { kubernetes } from "../support/kubernetes/kubeTarget";

onCluster("on Kubernetes", () => {
    healthScenarios(kubernetes);
});
