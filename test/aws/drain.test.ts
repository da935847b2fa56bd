import { drainScenarios } from "../scenarios/drain";
import { aws } from "../support/aws/awsTarget";

drainScenarios(aws);
