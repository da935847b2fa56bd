import { type Mistake, mistake, normalise, type Settings } from "../release";
import { check, number, type Requirement, wholeNumber } from "../release/rules";
import type { HaproxyBlueGreenArgs } from "./args";

/** The arguments with every default filled in, and all that is wrong with them. */
export interface HaproxySettings extends Settings {
    readonly listen: { readonly address: string; readonly port: number };
    /** Front door as visitors see it. */
    readonly publicUrl: string;
    /** Front door as seen from this machine. */
    readonly probeUrl: string;
    readonly statsPort: number;
    readonly requestTimeoutSeconds: number;
    readonly connectionDrainSeconds: number;
    /** Tiers whose visitors stay on one instance. */
    readonly sticky: readonly string[];
    readonly startSeconds: Readonly<Record<string, number>>;
    readonly stopSeconds: Readonly<Record<string, number>>;
}

const ADDRESS: Requirement = {
    holds: (value) => /^(\d{1,3}\.){3}\d{1,3}$/.test(String(value)),
    rule: "must be an IPv4 address",
};
const URL_WITHOUT_PATH: Requirement = {
    holds: (value) => /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/.test(String(value)),
    rule: "must be an http or https URL without a path",
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
    const statsPort = args.statsPort ?? 0;
    if (args.statsPort !== undefined) check(mistakes, "statsPort", statsPort, wholeNumber(1, 65535));
    if (statsPort === port) mistakes.push(mistake("statsPort", "must differ from port", statsPort));
    if (common.app.session.sameSite === "None" && !args.certificateFile) {
        mistakes.push(mistake("session.sameSite", "None needs TLS", "None", "set certificateFile, or use Lax"));
    }
    mistakes.push(...missingCommands(args), ...strayCommands(args));
    const perTier = (field: "startSeconds" | "stopSeconds", least: number, fallback: number) =>
        Object.fromEntries(
            Object.entries(args.tiers).map(([tier, one]) => [
                tier,
                check(mistakes, `tiers.${tier}.${field}`, one[field] ?? fallback, number(least, 3600)),
            ]),
        );
    return {
        ...common,
        listen: { address, port },
        publicUrl: check(mistakes, "publicUrl", args.publicUrl ?? probeUrl, URL_WITHOUT_PATH),
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
        sticky: Object.entries(args.tiers).flatMap(([tier, { affinity = true }]) => (affinity ? [tier] : [])),
        startSeconds: perTier("startSeconds", 1, 60),
        stopSeconds: perTier("stopSeconds", 0, 30),
        mistakes,
    };
}

function missingCommands(args: HaproxyBlueGreenArgs): Mistake[] {
    return (["blue", "green"] as const).flatMap((color) =>
        Object.keys(args[color] ? args.tiers : {}).flatMap((tier) => {
            const process = args[color]?.commands[tier];
            const at = `${color}.commands.${tier}`;
            if (!process) return [mistake(at, "is needed, since the app has this tier", undefined)];
            if (process.command.length === 0) return [mistake(`${at}.command`, "must name a program", process.command)];
            return [];
        }),
    );
}

function strayCommands(args: HaproxyBlueGreenArgs): Mistake[] {
    const tiers = Object.keys(args.tiers);
    return (["blue", "green"] as const).flatMap((color) =>
        Object.keys(args[color]?.commands ?? {})
            .filter((tier) => !tiers.includes(tier))
            .map((tier) => {
                const rule = `must be for a tier of the app: ${tiers.join(", ")}`;
                return mistake(`${color}.commands.${tier}`, rule, tier, "correct the name, or add the tier");
            }),
    );
}
