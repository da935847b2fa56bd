import { interleavingScenarios } from "../../scenarios/interleavings";
import { albAnswers, albModel, albRefuses, albSteps } from "../../support/model/albModel";
import { Exploration } from "../../support/model/exploration";
import { worldsOf } from "../../support/model/explorer";

interleavingScenarios("AWS", albModel, {
    unordered: [
        "backend without a pin gets error",
        "a new page of v2, its API by cookie gets v1",
        "frontend by cookie v1 gets error",
    ],
});

test("AWS: going back from a switch that was killed half-way to a config without its release is refused, not done", async () => {
    const exploration = new Exploration(albModel);
    const back = await exploration.declare(["v1", "", "blue", 0]);
    const on = await exploration.declare(["v1", "v2", "blue", 0]);
    const switched = await exploration.declare(["v1", "v2", "green", 0]);
    const half = worldsOf(albModel.idle(back), albSteps(albModel.idle(back), switched)).filter((world) =>
        albAnswers(world).unpinned("backend").has("v2"),
    );
    expect(half.length).toBeGreaterThanOrEqual(2);
    expect(half.map((world) => [albRefuses(world, back), albRefuses(world, on)])).toEqual(
        half.map(() => [true, false]),
    );
});
