import { isIPv4 } from "node:net";
import { URL_WITHOUT_PATH } from "../common/checks";
import { type PinSecrets, pinSecrets } from "../common/pins";
import { COLORS, type Mistake, mistake, normalise, type Settings } from "../release";
import { check, number, type Requirement, trueOrFalse, wholeNumber } from "../release/rules";
import type { HaproxyBlueGreenArgs, ProcessArgs } from "./args";

/** The arguments with every default filled in, and all that is wrong with them. */
export interface HaproxySettings extends Settings {
    readonly listen: { readonly address: string; readonly port: number };
    /** Front door as visitors see it. */
    readonly publicUrl: string;
    /** Front door as seen from this machine. */
    readonly probeUrl: string;
    /** Undefined for a free one. */
    readonly statsPort: number | undefined;
    readonly requestTimeoutSeconds: number;
    readonly connectionDrainSeconds: number;
    /** Tiers whose visitors stay on one instance. */
    readonly sticky: readonly string[];
    readonly startSeconds: Readonly<Record<string, number>>;
    readonly stopSeconds: Readonly<Record<string, number>>;
    readonly pinSecrets: PinSecrets;
}

const ADDRESS: Requirement = {
    holds: (value) => isIPv4(String(value)),
    rule: "must be an IPv4 address",
};
const FILE: Requirement = {
    holds: (value) => /^\/[\w./@+~-]+$/.test(String(value)),
    rule: "must be an absolute path of letters, digits and . _ / @ + ~ -",
};
const FOLDER: Requirement = {
    holds: (value) => typeof value === "string" && value.startsWith("/"),
    rule: "must be an absolute path",
};
const COMMAND: Requirement = {
    holds: (value) => Array.isArray(value) && value.length > 0 && value.every((word) => typeof word === "string"),
    rule: "must be a list of words, a program and its arguments",
};
const NAME: Requirement = {
    holds: (value) => /^[A-Za-z][A-Za-z0-9-]{0,29}$/.test(String(value)),
    rule: "must be 1 to 30 of A-Z, a-z, 0-9 and -, and start with a letter",
};

/** Checks what {@link HaproxyBlueGreen} was given and fills in the defaults. Never throws; collects every mistake. */
export function haproxySettings(name: string, args: HaproxyBlueGreenArgs): HaproxySettings {
    const common = normalise(name, args);
    const mistakes: Mistake[] = [...common.mistakes];
    check(mistakes, "name", name, NAME);
    const address = check(mistakes, "address", args.address ?? "127.0.0.1", ADDRESS);
    const port = check(mistakes, "port", args.port, wholeNumber(1, 65535));
    const scheme = args.certificateFile ? "https" : "http";
    const local = address === "0.0.0.0" ? "127.0.0.1" : address;
    const probeUrl = `${scheme}://${local}:${port}`;
    const { statsPort, publicUrl = probeUrl } = args;
    if (statsPort !== undefined) check(mistakes, "statsPort", statsPort, wholeNumber(1, 65535));
    if (statsPort !== undefined && statsPort === port)
        mistakes.push(mistake("statsPort", "must differ from port", statsPort));
    if (args.publicUrl !== undefined) check(mistakes, "publicUrl", publicUrl, URL_WITHOUT_PATH);
    if (args.certificateFile) check(mistakes, "certificateFile", args.certificateFile, FILE);
    if (common.app.session.sameSite === "None" && !args.certificateFile) {
        mistakes.push(mistake("session.sameSite", "None needs TLS", "None", "set certificateFile, or use Lax"));
    }
    const tiers = Object.entries(args.tiers ?? {});
    mistakes.push(...commandMistakes(args));
    const perTier = (field: "startSeconds" | "stopSeconds", least: number, fallback: number) =>
        Object.fromEntries(
            tiers.map(([tier, one]) => [
                tier,
                check(mistakes, `tiers.${tier}.${field}`, one?.[field] ?? fallback, number(least, 3600)),
            ]),
        );
    return {
        ...common,
        listen: { address, port },
        publicUrl,
        probeUrl,
        statsPort,
        requestTimeoutSeconds: check(
            mistakes,
            "requestTimeoutSeconds",
            args.requestTimeoutSeconds ?? 60,
            number(1, 86400),
        ),
        connectionDrainSeconds: check(
            mistakes,
            "connectionDrainSeconds",
            args.connectionDrainSeconds ?? 3600,
            number(10, 604800),
        ),
        sticky: tiers.flatMap(([tier, one]) =>
            check(mistakes, `tiers.${tier}.affinity`, one?.affinity ?? true, trueOrFalse) ? [tier] : [],
        ),
        startSeconds: perTier("startSeconds", 1, 60),
        stopSeconds: perTier("stopSeconds", 0, 30),
        pinSecrets: pinSecrets(args.pins, common.releases, mistakes),
        mistakes,
    };
}

/** Every color that is on runs every tier and nothing else. */
function commandMistakes(args: HaproxyBlueGreenArgs): Mistake[] {
    const mistakes: Mistake[] = [];
    const tiers = Object.keys(args.tiers ?? {});
    for (const color of COLORS) {
        const release = args[color];
        if (!release) continue;
        const commands: Readonly<Record<string, Partial<ProcessArgs> | undefined>> = release.commands ?? {};
        for (const tier of tiers) {
            const at = `${color}.commands.${tier}`;
            const one = commands[tier];
            if (!one) {
                mistakes.push(mistake(at, "is needed, since the app has this tier", undefined));
                continue;
            }
            check(mistakes, `${at}.command`, one.command, COMMAND);
            check(mistakes, `${at}.cwd`, one.cwd, FOLDER);
        }
        for (const tier of Object.keys(commands).filter((one) => !tiers.includes(one))) {
            const rule = `must be for a tier of the app: ${tiers.join(", ")}`;
            mistakes.push(mistake(`${color}.commands.${tier}`, rule, tier, "correct the name, or add the tier"));
        }
    }
    return mistakes;
}
