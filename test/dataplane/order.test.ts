import { orderScenarios } from "../scenarios/order";
import { haproxy } from "../support/haproxyTarget";

orderScenarios(haproxy);
