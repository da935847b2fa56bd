import { healthScenarios } from "../scenarios/health";
import { kubernetes } from "../support/kubernetes/kubeTarget";

healthScenarios(kubernetes);
