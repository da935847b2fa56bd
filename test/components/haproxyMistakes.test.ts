import { ResourceError } from "@pulumi/pulumi";
import { HaproxyBlueGreen, type HaproxyBlueGreenArgs, type HaproxyTierArgs } from "../../components/haproxy";
import { made, releaseArgs, TIERS, typicalArgs } from "../support/haproxyApp";
import { Recorder, thrownBy } from "../support/harness";

type Args = Partial<HaproxyBlueGreenArgs>;

const withFrontend = (change: Partial<HaproxyTierArgs>): Args => ({
    tiers: { ...TIERS, frontend: { ...TIERS.frontend, ...change } },
});
const withHealth = (change: object) => withFrontend({ health: { path: "/healthz", ...change } });
const withTraffic = (change: object): Args => ({ traffic: { active: "blue", ...change } });
const withBlue = (commands: object): Args => ({
    blue: { release: "v1", commands: { ...releaseArgs("v1").commands, ...commands } },
});
const wrong = (value: unknown) => value as never;

const ID = "must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit";
const COOKIE = "must be 1 to 40 of A-Z, a-z, 0-9, - and _, not starting with -";

/** What is wrong, and all that is said about it. */
const MISTAKES: [Args, string][] = [
    [withTraffic({ active: "red" }), 'traffic.active: must be blue or green, got "red" (config key "active")'],
    [
        { green: undefined, ...withTraffic({ active: "green" }) },
        'traffic.active: must name a color that has a release, got "green"; set a release for green, or stay on the ' +
            'other color (config key "active")',
    ],
    [
        withTraffic({ canaryPercent: 101 }),
        'traffic.canaryPercent: must be a whole number from 0 to 100, got 101 (config key "canary")',
    ],
    [
        { green: undefined, ...withTraffic({ canaryPercent: 5 }) },
        "traffic.canaryPercent: must be 0 while green has no release, got 5; set a release for green first " +
            '(config key "canary")',
    ],
    [withTraffic({ order: "both" }), 'traffic.order: must be backend-first or frontend-first, got "both"'],
    [withTraffic({ pauseSeconds: 601 }), "traffic.pauseSeconds: must be a number from 0 to 600, got 601"],
    [withTraffic({ epoch: -1 }), 'traffic.epoch: must be a whole number, 0 or more, got -1 (config key "epoch")'],
    [{ blue: { ...releaseArgs("v1"), release: "v 1" } }, `blue.release: ${ID}, got "v 1" (config key "blueRelease")`],
    [
        { green: releaseArgs("v1") },
        'green.release: the two colors run different releases, got "v1"; give the new release an id of its own ' +
            '(config key "greenRelease")',
    ],
    [withBlue({ backend: undefined }), "blue.commands.backend: is needed, since the app has this tier, got undefined"],
    [
        withBlue({ backned: { command: ["node"], cwd: "/srv" } }),
        'blue.commands.backned: must be for a tier of the app: frontend, backend, got "backned"; correct the name, or add the tier',
    ],
    [
        withBlue({ backend: { command: [], cwd: "/srv" } }),
        "blue.commands.backend.command: must be a list of words, a program and its arguments, got []",
    ],
    [
        withBlue({ backend: { command: "node api.js", cwd: "/srv" } }),
        'blue.commands.backend.command: must be a list of words, a program and its arguments, got "node api.js"',
    ],
    [
        withBlue({ backend: { command: ["node"], cwd: "srv" } }),
        'blue.commands.backend.cwd: must be an absolute path, got "srv"',
    ],
    [
        withFrontend({ paths: ["/shop/*"], health: { path: "/shop/healthz" } }),
        "tiers: exactly one tier has the catch-all path /*, got []",
    ],
    [
        withFrontend({ paths: ["/*", "shop"] }),
        'tiers.frontend.paths: each path starts with / and has * only as a last /*, got "shop"',
    ],
    [
        withFrontend({ paths: ["/*", "/a", "/a"] }),
        'tiers.frontend.paths: /a belongs to frontend already, got "/a"; remove one',
    ],
    [
        withHealth({ path: "/api/x" }),
        'tiers.frontend.health.path: must be an absolute path that this tier answers, got "/api/x"; tiers.backend answers it',
    ],
    [
        withHealth({ intervalSeconds: 0 }),
        "tiers.frontend.health.intervalSeconds: must be a number from 0.1 to 300, got 0",
    ],
    [
        withHealth({ timeoutSeconds: 121 }),
        "tiers.frontend.health.timeoutSeconds: must be a number from 0.1 to 120, got 121",
    ],
    [withHealth({ fall: 0 }), "tiers.frontend.health.fall: must be a whole number from 1 to 10, got 0"],
    [withHealth({ rise: 11 }), "tiers.frontend.health.rise: must be a whole number from 1 to 10, got 11"],
    [withFrontend({ instances: 0 }), "tiers.frontend.instances: must be a whole number from 1 to 100, got 0"],
    [
        withFrontend({ warmupPaths: ["/api/x"] }),
        'tiers.frontend.warmupPaths: must be an absolute path that this tier answers, got "/api/x"; tiers.backend answers it',
    ],
    [withFrontend({ affinity: wrong("no") }), 'tiers.frontend.affinity: must be true or false, got "no"'],
    [withFrontend({ startSeconds: 0 }), "tiers.frontend.startSeconds: must be a number from 1 to 3600, got 0"],
    [withFrontend({ stopSeconds: -1 }), "tiers.frontend.stopSeconds: must be a number from 0 to 3600, got -1"],
    [{ session: { idleSeconds: 0 } }, "session.idleSeconds: must be a whole number from 1 to 604800, got 0"],
    [{ session: { cookie: "a b" } }, `session.cookie: ${COOKIE}, got "a b"`],
    [{ session: { header: "a:b" } }, 'session.header: must be 1 to 40 of A-Z, a-z, 0-9 and -, got "a:b"'],
    [{ session: { query: "a=b" } }, `session.query: ${COOKIE}, got "a=b"`],
    [{ session: { aliases: wrong(1) } }, "session.aliases: must be true or false, got 1"],
    [{ session: { sameSite: "lax" } }, 'session.sameSite: must be Lax, Strict or None, got "lax"'],
    [
        { session: { sameSite: "None" } },
        'session.sameSite: None needs TLS, got "None"; set certificateFile, or use Lax',
    ],
    [{ session: { domain: "a/b" } }, 'session.domain: must be a host name, got "a/b"'],
    [{ session: { cookieless: "ip" } }, 'session.cookieless: must be source-address or none, got "ip"'],
    [{ drain: { deadlineMinutes: -1 } }, "drain.deadlineMinutes: must be a number from 0 to 525600, got -1"],
    [{ drain: { force: wrong("true") } }, 'drain.force: must be true or false, got "true" (config key "force")'],
    [{ gate: { freshClients: 0 } }, "gate.freshClients: must be a whole number from 1 to 1000, got 0"],
    [{ gate: { deadlineSeconds: 0 } }, "gate.deadlineSeconds: must be a number from 1 to 3600, got 0"],
    [{ port: 0 }, "port: must be a whole number from 1 to 65535, got 0"],
    [{ address: "256.0.0.1" }, 'address: must be an IPv4 address, got "256.0.0.1"'],
    [{ publicUrl: "shop.test" }, 'publicUrl: must be an http or https URL without a path, got "shop.test"'],
    [
        { certificateFile: "shop.pem" },
        'certificateFile: must be an absolute path of letters, digits and . _ / @ + ~ -, got "shop.pem"',
    ],
    [{ statsPort: 70000 }, "statsPort: must be a whole number from 1 to 65535, got 70000"],
    [{ statsPort: 8080 }, "statsPort: must differ from port, got 8080"],
    [{ requestTimeoutSeconds: 0 }, "requestTimeoutSeconds: must be a number from 1 to 86400, got 0"],
    [{ connectionDrainSeconds: 9 }, "connectionDrainSeconds: must be a number from 10 to 604800, got 9"],
];

let recorder: Recorder;
beforeEach(async () => {
    recorder = await Recorder.start(made);
});
afterEach(() => recorder.settled());

/** What the constructor says at once; nothing but the component itself may have been declared. */
async function refusal(args: Args, name = "shop"): Promise<string[]> {
    const error = thrownBy(() => new HaproxyBlueGreen(name, typicalArgs(args)));
    expect(ResourceError.isInstance(error)).toBe(true);
    const { message, hideStack, resource } = error as ResourceError;
    expect(hideStack).toBe(true);
    expect(resource).toBeInstanceOf(HaproxyBlueGreen);
    expect((await recorder.settled()).map((one) => one.name)).toEqual([name]);
    return message.split("\n");
}

test.each(MISTAKES.map(([args, text]) => [text, args] as const))("%s", async (text, args) => {
    expect(await refusal(args)).toEqual([text]);
});

test("the component's own name is checked, since folders and proxies are named after it", async () => {
    const rule = "must be 1 to 30 of A-Z, a-z, 0-9 and -, and start with a letter";
    expect(await refusal({}, "my shop")).toEqual([`name: ${rule}, got "my shop"`]);
});

test("all mistakes are told at once, under the caller's own keys", async () => {
    const args: Args = {
        traffic: { active: "red", canaryPercent: -1 },
        port: 0,
        commands: { activeKey: "liveColor", canaryKey: "trial" },
    };
    expect(await refusal(args)).toEqual([
        'traffic.active: must be blue or green, got "red" (config key "liveColor")',
        'traffic.canaryPercent: must be a whole number from 0 to 100, got -1 (config key "trial")',
        "port: must be a whole number from 1 to 65535, got 0",
    ]);
});

test("what is missing altogether is a mistake as well, not a crash", async () => {
    const args = { tiers: undefined, blue: { release: "v1" }, green: undefined, traffic: undefined, port: undefined };
    const said = await refusal(args as never);
    expect(said.map((line) => line.split(":")[0])).toEqual(["tiers", "traffic.active", "port"]);
});
