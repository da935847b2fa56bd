import { healthScenarios } from "../scenarios/health";
import { aws } from "../support/aws/awsTarget";

healthScenarios(aws);
