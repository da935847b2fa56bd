import { visitorScenarios } from "../scenarios/visitors";
import { kubernetes } from "../support/kubernetes/kubeTarget";

visitorScenarios(kubernetes);
