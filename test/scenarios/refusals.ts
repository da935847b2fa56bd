import type { Color } from "../../components/release";
import type { Config, Target, TargetStack, Tier } from "../support/target";
import { stopClean, visitor } from "../support/traffic";
import { crowd, whoIsLeft } from "./crowd";

/** What every refusal has to leave as it is; a refused config is put back by the next case. */
const BASE = {
    active: "blue",
    canary: "0",
    order: "backend-first",
    epoch: "2",
    blueRelease: "v1",
    greenRelease: "v2",
    gateSeconds: "3",
    force: "false",
};

/** A config, and words of its one error, as regular expressions. */
export type Refusal = readonly [what: string, config: Config, words: readonly string[]];

/** For what only one target refuses. */
export interface Refusing<S extends TargetStack> {
    readonly stack: () => S;
    /** Tries a config under load: it is refused with these words, no visitor noticed, and nothing at all has changed. */
    readonly refused: (config: Config, ...words: (string | RegExp)[]) => Promise<void>;
    /** A deploy to the standby that fails: routes, weights and what serves are as they were; the next update mends the rest. */
    readonly failedDeploy: (config: Config, ...words: (string | RegExp)[]) => Promise<void>;
}

/** What an update refuses, with traffic flowing. */
export function refusalScenarios<S extends TargetStack>(target: Target<S>): Refusing<S> {
    let stack: S;
    let base: Config;

    beforeAll(async () => {
        stack = await target.stack({ ...BASE, ...target.base });
        const app = stack.app();
        base = { ...BASE, ...target.base, greenFrontend: app, greenBackend: app, port: new URL(stack.url).port };
    });

    afterAll(() => stack?.dispose());

    async function refusedUnderLoad(config: Config, words: readonly (string | RegExp)[]): Promise<void> {
        const traffic = await crowd(target, stack.url);
        const { code, stdout, stderr } = await stack.up({ ...base, ...config });
        const said = `${stdout}\n${stderr}`;
        const errors = errorsOf(said);
        expect(errors).toHaveLength(1);
        for (const word of words) expect(errors[0]).toMatch(word);
        expect(said).not.toMatch(/^\s+at \S+ \(.*:\d+:\d+\)/m);
        expect(code).not.toBe(0);
        await stopClean(traffic);
    }

    async function refused(config: Config, ...words: (string | RegExp)[]): Promise<void> {
        const before = await stack.facts();
        await refusedUnderLoad(config, words);
        expect(await stack.facts()).toEqual(before);
    }

    /** The same while instances are replaced all the time, since none gets fit. */
    async function refusedInTrouble(config: Config, ...words: (string | RegExp)[]): Promise<void> {
        if (!target.capabilities.replacesUnfit) return refused(config, ...words);
        const { pids: _, ...before } = await stack.facts();
        await refusedUnderLoad(config, words);
        expect(await stack.facts()).toMatchObject(before);
    }

    async function failedDeploy(config: Config, ...words: (string | RegExp)[]): Promise<void> {
        const { pids, ...before } = await stack.facts();
        await refusedUnderLoad({ greenRelease: "v3", force: "true", ...config }, words);
        const { pids: after, ...now } = await stack.facts();
        expect(now).toEqual(before);
        expect(after).toEqual(expect.arrayContaining([...pids]));
        await stack.mustUp({ ...base, force: "true" });
        expect((await stack.facts()).pids).toHaveLength(pids.length);
    }

    async function control(color: Color, tier: Tier, what: string): Promise<void> {
        const [instance] = await stack.instances(color, tier);
        await instance?.control(what);
    }

    test.each(atFirstSight(target))("%s is refused", (_what, config, words) =>
        refused(config, ...words.map((word) => new RegExp(word))),
    );

    test("S26 a switch to a color with an unhealthy instance is refused by the gate", async () => {
        await stack.sicken("green", "backend");
        await refusedInTrouble(
            { active: "green" },
            /no new visitors for v2: tier backend of v2 on green/,
            /set traffic\.active/,
        );
        await stack.heal("green", "backend");
    });

    test("S26 a switch to a release that says another id is refused by the gate", async () => {
        const seen = target.capabilities.healthChecksRelease ? 0 : 1;
        await control("green", "frontend", "lie?as=v7");
        await stack.seen("green", "frontend", seen);
        await refused({ active: "green", canary: "0" }, /no new visitors for v2: tier frontend of v2 on green/);
        await control("green", "frontend", "lie?as=v2");
        await stack.seen("green", "frontend", 1);
    });

    test("S32 retiring or replacing a release that still has visitors is refused with their number", async () => {
        const guest = visitor(stack.url);
        await guest.page({ ask: "v2" });
        await guest.api("/api/whoami");
        const left = new RegExp(`green\\.release: v2 on green ${whoIsLeft(target)}`);
        await refused({ greenRelease: "" }, left, /census is 0/);
        await refused({ greenRelease: "v3" }, left);
    });

    return { stack: () => stack, refused, failedDeploy };
}

/** What Pulumi told as errors, without its own closing line. */
function errorsOf(said: string): string[] {
    const diagnostics = said.slice(said.indexOf("\nDiagnostics:"));
    const errors = diagnostics.matchAll(/^ +error: (.*(?:\n(?! *(?:error|warning): |\n).+)*)/gm);
    return [...new Set([...errors].map(([, text]) => text ?? ""))].filter((text) => text !== "update failed");
}

const atFirstSight = ({ tierMissing }: Target): Refusal[] => [
    [
        "S26 a switch to a color without a release",
        { active: "green", greenRelease: "" },
        ['traffic.active: must name a color that has a release, got "green"', 'config key "active"'],
    ],
    ["S26 a color with a tier missing", { greenBackend: "" }, [tierMissing]],
    [
        "S27 a canary above 100",
        { canary: "101" },
        ["traffic.canaryPercent: .*from 0 to 100, got 101", 'config key "canary"'],
    ],
    ["S27 a canary below 0", { canary: "-1" }, ["traffic.canaryPercent: .*from 0 to 100, got -1"]],
    [
        "S27 a share for a color that is off, which would leave nobody a share",
        { canary: "100", greenRelease: "" },
        ["traffic.canaryPercent: must be 0 while green has no release, got 100", 'config key "canary"'],
    ],
    [
        "S28 one release id on both colors",
        { greenRelease: "v1" },
        ['different releases, got "v1"', 'config key "greenRelease"'],
    ],
    ["S29 an unknown color", { active: "red" }, ['traffic.active: must be blue or green, got "red"']],
    ["S29 an unknown target", { target: "mars" }, ['target: must be haproxy.*, got "mars"']],
    ["S29 an unknown order", { order: "sideways" }, ["traffic.order: must be backend-first or frontend-first"]],
    [
        "S30 a switch older than the live one",
        { active: "green", epoch: "1" },
        ["stale: switch number 2 is live, got 1"],
    ],
    [
        "S31 retiring the live color",
        { blueRelease: "" },
        ['traffic.active: must name a color that has a release, got "blue"', 'config key "active"'],
    ],
    [
        "S31 retiring the live color while switching",
        { active: "green", blueRelease: "" },
        ["blue is live with v1 and cannot be retired"],
    ],
    ["S31 replacing the live release", { blueRelease: "v9" }, ['its release cannot be replaced, got "v9"']],
];
