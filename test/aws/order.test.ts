import { orderScenarios } from "../scenarios/order";
import { aws } from "../support/aws/awsTarget";

orderScenarios(aws);
