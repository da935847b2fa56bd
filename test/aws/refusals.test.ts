import { refusalScenarios } from "../scenarios/refusals";
import { aws } from "../support/aws/awsTarget";

refusalScenarios(aws);
