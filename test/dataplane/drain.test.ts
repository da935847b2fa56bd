import { drainScenarios } from "../scenarios/drain";
import { haproxy } from "../support/haproxyTarget";

drainScenarios(haproxy);
