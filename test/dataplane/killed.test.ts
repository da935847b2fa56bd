import { killedScenarios } from "../scenarios/killed";
import { haproxy } from "../support/haproxyTarget";

killedScenarios(haproxy);
