import { faultScenarios } from "../scenarios/faults";
import { haproxy } from "../support/haproxyTarget";

faultScenarios(haproxy);
