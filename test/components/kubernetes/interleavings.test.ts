import { interleavingScenarios } from "../../scenarios/interleavings";
import { kubernetesModel } from "../../support/model/kubernetesModel";

interleavingScenarios("Kubernetes", kubernetesModel, {
    // A Service never leads to pods of two releases, and the pins move to the new one when its pods are ready.
    replaced: [
        "frontend by cookie v1 gets error",
        "backend by cookie v1 gets error",
        "an old page, loaded again of v1, its API by cookie gets error",
        "an old page, loaded again of v1, its API by header gets error",
    ],
    unordered: [
        "backend without a pin gets error",
        "a new page of v2, its API by cookie gets v1",
        "frontend by cookie v1 gets error",
    ],
});
