import { reloadScenarios } from "../scenarios/reload";
import { onCluster } from "../support/kubernetes/cluster";
import { kubernetes } from "../support/kubernetes/kubeTarget";

onCluster("on Kubernetes", () => {
    reloadScenarios(kubernetes);
});
