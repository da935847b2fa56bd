import { faultScenarios } from "../scenarios/faults";
import { kubernetes } from "../support/kubernetes/kubeTarget";

faultScenarios(kubernetes);
