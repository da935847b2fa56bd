import { healthScenarios } from "../scenarios/health";
import { haproxy } from "../support/haproxyTarget";

healthScenarios(haproxy);
