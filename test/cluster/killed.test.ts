import { killedScenarios } from "../scenarios/killed";
import { kubernetes } from "../support/kubernetes/kubeTarget";

killedScenarios(kubernetes);
