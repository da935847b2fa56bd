import { drainScenarios } from "../scenarios/drain";
import { kubernetes } from "../support/kubernetes/kubeTarget";

drainScenarios(kubernetes);
