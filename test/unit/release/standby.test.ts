import { standbySince, standbyTimes } from "../../../components/release/switchFacts";

const [BLUE, GREEN] = [{ page: { blue: 100, green: 0 } }, { page: { blue: 0, green: 100 } }];
const [THEN, NOW] = [1_000, 9_000];

test.each([
    ["a standby stays one", { blue: "v1", green: "v2" }, BLUE, { blue: "v1", green: "v2" }, BLUE, { green: THEN }],
    ["a color that is off has no time", { blue: "v1" }, BLUE, { blue: "v1" }, BLUE, {}],
    ["a release that comes begins anew", { blue: "v1" }, BLUE, { blue: "v1", green: "v2" }, BLUE, { green: NOW }],
    [
        "a release that replaces another begins anew",
        { blue: "v1", green: "v2" },
        BLUE,
        { blue: "v1", green: "v3" },
        BLUE,
        { green: NOW },
    ],
    ["a retired one is forgotten", { blue: "v1", green: "v2" }, BLUE, { blue: "v1" }, BLUE, {}],
    ["a switch begins", { blue: "v1", green: "v2" }, BLUE, { blue: "v1", green: "v2" }, GREEN, { blue: NOW }],
    [
        "a canary ends it",
        { blue: "v1", green: "v2" },
        BLUE,
        { blue: "v1", green: "v2" },
        { page: { blue: 90, green: 10 } },
        {},
    ],
])("S23 the time of the standby: %s", (_, releases, weights, wanted, wantedWeights, times) => {
    const live = { releases, weights, standbySince: { green: THEN } };
    expect(standbyTimes(live, wanted, wantedWeights, NOW)).toEqual(times);
});

test("S23 nothing is known before the first update", () => {
    expect(standbyTimes(undefined, { blue: "v1", green: "v2" }, BLUE, NOW)).toEqual({ green: NOW });
    expect(standbySince(undefined, { blue: "v1", green: "v2" }, BLUE, new Date(NOW))).toEqual({
        blue: "",
        green: "1970-01-01T00:00:09.000Z",
    });
});
