import { killedScenarios } from "../scenarios/killed";
import { onCluster } from "../support/kubernetes/cluster";
import { kubernetes } from "../support/kubernetes/kubeTarget";

onCluster("on Kubernetes", () => {
    killedScenarios(kubernetes);
});
