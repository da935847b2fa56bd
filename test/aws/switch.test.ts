import { switchScenarios } from "../scenarios/switch";
import { aws } from "../support/aws/awsTarget";

switchScenarios(aws);
