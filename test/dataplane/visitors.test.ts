import { visitorScenarios } from "../scenarios/visitors";
import { haproxy } from "../support/haproxyTarget";

visitorScenarios(haproxy);
