import { switchScenarios } from "../scenarios/switch";
import { onCluster } from "../support/kubernetes/cluster";
import { kubernetes } from "../support/kubernetes/kubeTarget";

onCluster("on Kubernetes", () => {
    switchScenarios(kubernetes);
});
