import { refusalScenarios } from "../scenarios/refusals";
import { onCluster } from "../support/kubernetes/cluster";
import { kubernetes } from "../support/kubernetes/kubeTarget";

onCluster("on Kubernetes", () => {
    refusalScenarios(kubernetes);
});
