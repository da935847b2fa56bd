import { switchScenarios } from "../scenarios/switch";
import { kubernetes } from "../support/kubernetes/kubeTarget";

switchScenarios(kubernetes);
