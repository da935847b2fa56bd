import { visitorScenarios } from "../scenarios/visitors";
import { aws } from "../support/aws/awsTarget";

visitorScenarios(aws);
