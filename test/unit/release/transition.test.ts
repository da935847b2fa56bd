import { type Census, type LiveState, listed, refusals, type Wanted } from "../../../components/release";

const NOW = Date.parse("2026-11-21T12:00:00Z");
const MINUTE = 60_000;
const weights = (green: number) => {
    const each = { blue: 100 - green, green };
    return { backend: each, frontend: each };
};

/** Blue is live with v1; v2 waits on green, which got no new visitors for an hour. */
const LIVE: LiveState = {
    epoch: 4,
    active: "blue",
    releases: { blue: "v1", green: "v2" },
    weights: weights(0),
    standbySince: { green: NOW - 60 * MINUTE },
};
const WANTED: Wanted = {
    epoch: 4,
    releases: { blue: "v1", green: "v2" },
    drain: { deadlineMinutes: 0, force: false },
};
const RETIRED = { blue: "v1" };
const REPLACED = { blue: "v1", green: "v3" };
const FORCE = { deadlineMinutes: 0, force: true };
const deadline = (deadlineMinutes: number) => ({ deadlineMinutes, force: false });
const visitors =
    (count: number | undefined): Census =>
    () =>
        count;

/** What is refused, a line each. Nobody is left unless told otherwise. */
function refused(live: Partial<LiveState>, wanted: Partial<Wanted>, census: Census = visitors(0)): string[] {
    const text = listed(refusals({ ...LIVE, ...live }, { ...WANTED, ...wanted }, census, NOW));
    return text === "" ? [] : text.split("\n");
}

const cannotRetire =
    'blue.release: blue is live with v1 and cannot be retired, got ""; switch to the other color first, wait until its visitors are gone, then remove the release';
const cannotReplace = (by: string) =>
    `blue.release: blue is live with v1 and its release cannot be replaced, got "${by}"; put ${by} on the other color and switch`;
const canary = (share: number) =>
    `green.release: green gets ${share} % of new visitors with v2 and its release cannot be replaced, got "v3"; set the canary to 0 in an update of its own first`;
const still = (who: string, got: string, until = "") =>
    `green.release: v2 on green still has ${who}, got "${got}"; keep it until the census is 0${until}, or set force for one update`;

describe("nothing is refused", () => {
    test.each<[string, Partial<LiveState>, Partial<Wanted>, Census]>([
        ["when nothing changes, whoever is there", {}, {}, visitors(7)],
        ["at a release for a color that was off", { releases: { blue: "v1" } }, {}, visitors(undefined)],
        ["S30 at an equal epoch", { epoch: 4 }, { epoch: 4 }, visitors(0)],
        ["S30 at a higher epoch", { epoch: 4 }, { epoch: 5 }, visitors(0)],
        ["S32 at a retirement with nobody left", {}, { releases: RETIRED }, visitors(0)],
        ["S32 at a replacement with nobody left", {}, { releases: REPLACED }, visitors(0)],
        ["S32 when forced", {}, { releases: RETIRED, drain: FORCE }, visitors(7)],
        ["S32 when forced and nobody can tell", {}, { releases: REPLACED, drain: FORCE }, visitors(undefined)],
        ["S32 at the deadline", {}, { releases: RETIRED, drain: deadline(60) }, visitors(7)],
        [
            "S32 past the deadline, also when nobody can tell",
            {},
            { releases: RETIRED, drain: deadline(59) },
            visitors(undefined),
        ],
        [
            "S32 at a forced retirement of a canary",
            { weights: weights(10) },
            { releases: RETIRED, drain: FORCE },
            visitors(7),
        ],
        ["when a color that never was stays off", { releases: { blue: "v1" } }, { releases: RETIRED }, visitors(7)],
    ])("%s", (_name, live, wanted, census) => {
        expect(refused(live, wanted, census)).toEqual([]);
    });

    test("at the first set-up", () => {
        expect(refusals(undefined, { ...WANTED, epoch: 0 }, visitors(undefined), NOW)).toEqual([]);
    });

    test("S33 before the first release got traffic, whatever was tried", () => {
        expect(refused({ weights: undefined, epoch: 0 }, { releases: { green: "v9" }, epoch: 0 }, visitors(7))).toEqual(
            [],
        );
    });
});

describe("S30 a stale switch", () => {
    const stale = (got: number) =>
        `traffic.epoch: this config is stale: switch number 4 is live, got ${got}; take over the newer config of this stack, or set the epoch to 4 to go on from here`;

    test.each([3, 0])("is refused: epoch %i", (epoch) => {
        expect(refused({}, { epoch })).toEqual([stale(epoch)]);
    });

    test("is the one thing said, since the rest of a stale config means nothing, and force does not help", () => {
        expect(refused({}, { epoch: 3, releases: { green: "v9" }, drain: FORCE }, visitors(7))).toEqual([stale(3)]);
    });
});

describe("S31 the live color", () => {
    test.each<[string, Partial<Wanted>]>([
        ["is not retired", { releases: { green: "v2" } }],
        ["is not retired by force", { releases: { green: "v2" }, drain: FORCE }],
        ["is not retired past a deadline", { releases: { green: "v2" }, drain: deadline(1) }],
        ["is not retired in the switch that leaves it", { releases: { green: "v2" }, epoch: 5 }],
    ])("%s", (_name, wanted) => {
        expect(refused({ standbySince: { blue: NOW - 60 * MINUTE } }, wanted)).toEqual([cannotRetire]);
    });

    test.each<[string, Partial<Wanted>]>([
        ["does not get another release", { releases: { blue: "v3", green: "v2" } }],
        ["does not get another release by force", { releases: { blue: "v3", green: "v2" }, drain: FORCE }],
    ])("%s", (_name, wanted) => {
        expect(refused({}, wanted)).toEqual([cannotReplace("v3")]);
    });

    test("is the active one, also when all new visitors are sent to the canary", () => {
        expect(refused({ weights: weights(100) }, { releases: { green: "v2" } })).toEqual([cannotRetire]);
    });

    test("does not swap its release with the standby's", () => {
        const releases = { blue: "v2", green: "v1" };
        expect(refused({}, { releases })).toEqual([cannotReplace("v2")]);
        expect(refused({}, { releases }, visitors(3))).toEqual([cannotReplace("v2"), still("3 visitors", "v1")]);
    });

    test("is named with the config key, if there is one", () => {
        const found = refusals(LIVE, { ...WANTED, releases: { green: "v2" } }, visitors(0), NOW);
        expect(listed(found, { "blue.release": "blueRelease" })).toBe(`${cannotRetire} (config key "blueRelease")`);
    });
});

describe("S26 a color that gets part of the new visitors", () => {
    test.each([
        ["is not replaced, since nobody would check the new release first", {}],
        ["is not replaced by force", { drain: FORCE }],
        ["is not replaced past a deadline", { drain: deadline(1) }],
    ])("%s", (_name, wanted) => {
        expect(refused({ weights: weights(10) }, { releases: REPLACED, ...wanted })).toEqual([canary(10)]);
    });

    test("may get them on one tier only, in the middle of a switch", () => {
        const half = { ...weights(0), backend: { blue: 0, green: 100 } };
        expect(refused({ weights: half }, { releases: REPLACED })).toEqual([canary(100)]);
    });

    test("S32 is not retired, also when nobody is on it: the next new visitor may be", () => {
        const live = { weights: weights(10), standbySince: {} };
        expect(refused(live, { releases: RETIRED }, visitors(5))).toEqual([still("5 visitors", "")]);
        expect(refused(live, { releases: RETIRED, drain: deadline(1) }, visitors(5))).toEqual([
            still("5 visitors", ""),
        ]);
        expect(refused(live, { releases: RETIRED })).toEqual([
            'green.release: green gets 10 % of new visitors with v2 and cannot be retired, got ""; set the canary to 0 in an update of its own first',
        ]);
    });
});

describe("S32 a standby with visitors", () => {
    const until = ", until 2026-11-21T12:01:00.000Z";

    test.each<[string, Partial<Wanted>, number | undefined, string]>([
        ["is not retired", { releases: RETIRED }, 7, still("7 visitors", "")],
        ["is not replaced", { releases: REPLACED }, 7, still("7 visitors", "v3")],
        ["one visitor counts", { releases: RETIRED }, 1, still("1 visitor", "")],
        ["before the deadline", { releases: RETIRED, drain: deadline(61) }, 7, still("7 visitors", "", until)],
        ["no deadline (0) never passes", { releases: RETIRED, drain: deadline(0) }, 7, still("7 visitors", "")],
    ])("%s", (_name, wanted, count, text) => {
        expect(refused({}, wanted, visitors(count))).toEqual([text]);
    });

    test("without a known start has no deadline", () => {
        const wanted = { releases: RETIRED, drain: deadline(1) };
        expect(refused({ standbySince: {} }, wanted, visitors(7))).toEqual([still("7 visitors", "")]);
    });

    test("is kept when nobody can tell, and the message says how to find out", () => {
        expect(refused({}, { releases: RETIRED }, visitors(undefined))).toEqual([
            'green.release: v2 on green still has an unknown number of visitors, got ""; bring the router back with an update that keeps this release, keep it until the census is 0, or set force for one update',
        ]);
    });

    test("is asked for by its own color", () => {
        const asked: string[] = [];
        refused({ active: "green", weights: weights(100) }, { releases: { green: "v2" } }, (color) => {
            asked.push(color);
            return 0;
        });
        expect(asked).toEqual(["blue"]);
    });
});

describe("S03 S12 pins of a release that stays", () => {
    const signed = { blue: "v1.sealed", green: "v2.sealed" };
    const left = (release: string, color: string, remedy: string) =>
        `pins.secret: must leave the pins of releases as they are that have visitors, but those of ${release} on ${color} would count no more; ` +
        `add ${release} to pins.earlierReleases, ${remedy}, or wait until ${release} is retired, or set force for one update`;
    const withSecret = "with the secret of before as pins.earlierSecret";
    const plain = "without pins.earlierSecret";

    test.each<[string, LiveState["pins"], Wanted["pins"], Census, string[]]>([
        ["may stay plain", { blue: "v1", green: "v2" }, undefined, visitors(7), []],
        ["may stay signed", signed, signed, visitors(7), []],
        ["may be unknown", undefined, signed, visitors(7), []],
        [
            "are not signed while there are visitors",
            { blue: "v1", green: "v2" },
            signed,
            visitors(7),
            [left("v1", "blue", plain), left("v2", "green", plain)],
        ],
        [
            "are not signed otherwise, nor made plain",
            signed,
            { green: "v2.other" },
            visitors(7),
            [left("v1", "blue", withSecret), left("v2", "green", withSecret)],
        ],
        [
            "of the live release stay, whoever is counted",
            { blue: "v1", green: "v2" },
            signed,
            visitors(0),
            [left("v1", "blue", plain)],
        ],
        [
            "of a release that nobody can count stay",
            { green: "v2" },
            signed,
            visitors(undefined),
            [left("v2", "green", plain)],
        ],
        ["of a release without visitors may change", { green: "v2" }, signed, visitors(0), []],
    ])("%s", (_what, pins, wanted, census, refusals) => {
        expect(refused({ pins }, { pins: wanted }, census)).toEqual(refusals);
    });

    test("of a canary stay, though nobody is there yet", () => {
        expect(refused({ pins: { green: "v2" }, weights: weights(5) }, { pins: signed })).toHaveLength(1);
    });

    test("change when forced", () => {
        expect(refused({ pins: signed }, { drain: FORCE }, visitors(7))).toEqual([]);
    });
});
