import { faultScenarios } from "../scenarios/faults";
import { aws } from "../support/aws/awsTarget";

faultScenarios(aws);
