import { seesawScenarios } from "../scenarios/seesaw";
import { aws } from "../support/aws/awsTarget";

seesawScenarios(aws);
