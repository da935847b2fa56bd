import { visitorScenarios } from "../scenarios/visitors";
import { onCluster } from "../support/kubernetes/cluster";
import { kubernetes } from "../support/kubernetes/kubeTarget";

onCluster("on Kubernetes", () => {
    visitorScenarios(kubernetes);
});
