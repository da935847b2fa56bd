import { faultScenarios } from "../scenarios/faults";
import { onCluster } from "../support/kubernetes/cluster";
import { kubernetes } from "../support/kubernetes/kubeTarget";

onCluster("on Kubernetes", () => {
    faultScenarios(kubernetes);
});
