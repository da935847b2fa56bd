import { reloadScenarios } from "../scenarios/reload";
import { aws } from "../support/aws/awsTarget";

reloadScenarios(aws);
