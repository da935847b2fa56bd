import { other } from "../../components/release";
import { RELEASE_ID } from "../../components/release/rules";
import { carryOut } from "../change";
import type { CliCommand } from "../command";
import { refused, usage } from "../failure";
import { sideOf } from "../moves";
import { left } from "../output/words";
import { selectToChange, sidesOf } from "../select";
import { fullKey } from "../stack/history";
import type { Values } from "../stack/workspace";

/** What the tiers of this project's stacks run; other programs name their keys with --set. */
const ARTIFACTS = ["frontend", "backend"] as const;

/** Puts a release on the standby; new visitors do not get it. */
export const deploy: CliCommand = {
    name: "deploy",
    argument: { flags: "<release>", description: "release id, 1 to 40 of A-Z, a-z, 0-9, dot, _ and -" },
    summary: "put a release on the standby, where only its link reaches it",
    options: [
        { flags: "--frontend <artifact>", description: "what runs the frontend: config key <color>Frontend" },
        { flags: "--backend <artifact>", description: "what runs the backend: config key <color>Backend" },
        {
            flags: "--set <key=value>",
            description: "another config key to set, e.g. of an artifact; may be repeated",
            many: true,
        },
    ],
    async run(context, options, release) {
        if (!RELEASE_ID.holds(release)) throw usage(`release: ${RELEASE_ID.rule}, got "${release}"`);
        const given = (options.set as string[] | undefined) ?? [];
        const own = Object.fromEntries(given.map(pair));
        const selected = await selectToChange(context, options);
        const { app, state, status, config } = selected;
        const sides = sidesOf(selected);
        const { active, standby, releases } = sides;
        if (releases[active] === release) {
            throw refused(`release: ${release} is live on ${active}; give the new release an id of its own`);
        }
        const artifacts: Record<string, string> = {};
        const stays: string[] = [];
        for (const tier of ARTIFACTS) {
            const key = `${standby}${tier.charAt(0).toUpperCase()}${tier.slice(1)}`;
            const now = config[fullKey(state.project, key)];
            const wanted = options[tier] as string | undefined;
            if (wanted !== undefined && now === undefined) {
                throw usage(`--${tier}: this program has no config key ${key}; name its key with --set KEY=${wanted}`);
            }
            if (wanted !== undefined) artifacts[key] = wanted;
            else if (now !== undefined && !(key in own)) stays.push(`${key} stays ${now || "empty"}`);
        }
        const values: Values = { ...own, ...artifacts, [app.keys.release[standby]]: release };
        const before = releases[standby];
        const census = status.colors[standby]?.census;
        const goes =
            before !== undefined && before !== release
                ? [
                      `${before} on ${standby} goes; it still has ${left(census)}, and the update is refused unless nobody is left`,
                  ]
                : [];
        await carryOut(context, options, selected, {
            command: "deploy",
            title: `${release} onto ${standby}`,
            plan: [
                `new visitors: ${active} (${releases[active]}), as before`,
                `${standby}: ${before === undefined ? "off" : before} -> ${release}, reachable by its link only`,
                ...goes,
                ...(Object.keys({ ...own, ...artifacts }).length > 0
                    ? [
                          `config: ${Object.entries({ ...own, ...artifacts })
                              .map(([key, value]) => `${key}=${value}`)
                              .join(", ")}`,
                      ]
                    : []),
                ...stays,
            ],
            values,
            move: {
                from: sideOf(sides, standby),
                to: { color: standby, release },
                percent: status.canary,
            },
            done: `${release} is on ${standby}; look at it with \`blue-green preview\`, then \`blue-green switch\` from ${other(standby)}`,
        });
    },
};

function pair(text: string): [string, string] {
    const at = text.indexOf("=");
    if (at < 1) throw usage(`--set: must be KEY=VALUE, got "${text}"`);
    return [text.slice(0, at), text.slice(at + 1)];
}
