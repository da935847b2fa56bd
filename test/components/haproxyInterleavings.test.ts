import { interleavingScenarios } from "../scenarios/interleavings";
import { haproxyModel } from "../support/model/haproxyModel";

interleavingScenarios("HAProxy", haproxyModel, {
    // Its configuration is one write, and so are the weights of all tiers of a stage.
    least: {
        "a deploy": 5,
        "a deploy and switch in one": 8,
        "a retirement": 5,
        "another release in the place of one that nobody has": 8,
    },
    unordered: [
        "backend without a pin gets error",
        "a new page of v2, its API by cookie gets error",
        "frontend by cookie v1 gets error",
    ],
});
