import { refusalScenarios } from "../scenarios/refusals";
import { kubernetes } from "../support/kubernetes/kubeTarget";

refusalScenarios(kubernetes);
