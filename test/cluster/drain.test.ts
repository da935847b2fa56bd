import { drainScenarios } from "../scenarios/drain";
import { onCluster } from "../support/kubernetes/cluster";
import { kubernetes } from "../support/kubernetes/kubeTarget";

onCluster("on Kubernetes", () => {
    drainScenarios(kubernetes);
});
