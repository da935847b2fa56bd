import { orderScenarios } from "../scenarios/order";
import { kubernetes } from "../support/kubernetes/kubeTarget";

orderScenarios(kubernetes);
