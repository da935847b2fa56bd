import { reloadScenarios } from "../scenarios/reload";
import { kubernetes } from "../support/kubernetes/kubeTarget";

reloadScenarios(kubernetes);
