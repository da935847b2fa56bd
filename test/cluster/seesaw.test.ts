import { seesawScenarios } from "../scenarios/seesaw";
import { kubernetes } from "../support/kubernetes/kubeTarget";

seesawScenarios(kubernetes);
