import { normalise } from "../../../components/release";
import { documentedArgs, keepsPromise, promisedErrors } from "../../support/docComments";
import { shopArgs, shopWith, wrongWith } from "../../support/releaseApp";
import { MISTAKES } from "../../support/releaseMistakes";

describe("what is documented", () => {
    const documented = documentedArgs(["components/release/args.ts", "components/release/normalise.ts"]);
    const promises = documented.flatMap(({ comment }) => promisedErrors(comment));
    const messages = [
        ...MISTAKES.map(([, , message]) => message),
        ...wrongWith(shopWith({ "tiers.backend.paths": [] })),
        ...wrongWith(shopWith({ green: undefined, "traffic.canaryPercent": 5 })),
        ...wrongWith(shopWith({ tiers: { ...shopArgs().tiers, Web: undefined } })),
    ];

    test.each([...new Set(promises)])("is what is said: %s", (promise) => {
        expect(messages.filter((message) => keepsPromise(promise, message.split("; ")[0] ?? ""))).not.toEqual([]);
    });

    test("each message above is documented", () => {
        const unknown = MISTAKES.map(([, , message]) => message.split("; ")[0] ?? "").filter(
            (message) => !promises.some((promise) => keepsPromise(promise, message)),
        );
        expect(unknown).toEqual([]);
    });
});

describe("defaults", () => {
    const health = { intervalSeconds: 1, timeoutSeconds: 2, fall: 2, rise: 2 };
    const defaults = {
        app: {
            name: "shop",
            tiers: [
                {
                    name: "backend",
                    paths: ["/api/*"],
                    health: { path: "/api/healthz", ...health },
                    instances: 1,
                    warmupPaths: [],
                },
                {
                    name: "frontend",
                    paths: ["/*"],
                    health: { path: "/healthz", ...health },
                    instances: 1,
                    warmupPaths: [],
                },
            ],
            session: {
                idleSeconds: 1800,
                cookie: "release",
                headers: ["X-Release"],
                queries: ["release"],
                sameSite: "Lax",
                domain: undefined,
                cookieless: "source-address",
            },
        },
        releases: { blue: "v1", green: "v2" },
        traffic: { active: "blue", canaryPercent: 0, order: "backend-first", pauseSeconds: 0, epoch: 0 },
        drain: { deadlineMinutes: 0, force: false },
        censusSeconds: 1800,
        gate: { freshClients: 20, deadlineSeconds: 60 },
        mistakes: [],
    };

    test("are as documented", () => {
        expect(normalise("shop", shopArgs())).toStrictEqual(defaults);
    });

    test.each([undefined, null])("are also meant by %s", (nothing) => {
        expect(normalise("shop", shopWith({ session: nothing, drain: nothing, gate: nothing }))).toStrictEqual(
            defaults,
        );
        const each = ["session.domain", "session.cookie", "drain.force", "traffic.order", "tiers.backend.instances"];
        expect(normalise("shop", shopWith(Object.fromEntries(each.map((one) => [one, nothing]))))).toStrictEqual(
            defaults,
        );
    });
});
