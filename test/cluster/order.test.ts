import { orderScenarios } from "../scenarios/order";
import { onCluster } from "../support/kubernetes/cluster";
import { kubernetes } from "../support/kubernetes/kubeTarget";

onCluster("on Kubernetes", () => {
    orderScenarios(kubernetes);
});
