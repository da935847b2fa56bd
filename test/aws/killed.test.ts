import { killedScenarios } from "../scenarios/killed";
import { aws } from "../support/aws/awsTarget";

killedScenarios(aws);
