import { reloadScenarios } from "../scenarios/reload";
import { haproxy } from "../support/haproxyTarget";

reloadScenarios(haproxy);
