import { browserScenarios } from "../scenarios/browser";
import { onCluster } from "../support/kubernetes/cluster";
import { shopStack } from "../support/kubernetes/shopStack";

onCluster("the sample shop in pods, built from folders with a Dockerfile", () => {
    browserScenarios(shopStack);
});
