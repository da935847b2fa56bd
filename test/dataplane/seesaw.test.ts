import { seesawScenarios } from "../scenarios/seesaw";
import { haproxy } from "../support/haproxyTarget";

seesawScenarios(haproxy);
