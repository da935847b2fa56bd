import { COLORS, type Color } from "../../components/release";
import type { ColorReport, StatusReport } from "../live/status";
import type { Style } from "./style";
import { table } from "./table";
import { left, span } from "./words";

/** The status as people read it. */
export function statusText(report: StatusReport, style: Style, now: number): string {
    const tiers = [...new Set(COLORS.flatMap((color) => Object.keys(report.colors[color]?.instances ?? {})))];
    const head = ["COLOR", "ROLE", "RELEASE", "NEW", ...tiers.map((tier) => tier.toUpperCase()), "LEFT", "DRAIN"];
    const rows = COLORS.map((color) => row(color, report.colors[color], tiers, style, now));
    return [
        `${style.strong(report.app)} on stack ${report.stack} (${report.target}), ${report.url}`,
        "",
        table([head.map(style.faint), ...rows]),
        ...(report.warnings.length > 0 ? [""] : []),
        ...report.warnings.map((text) => `${style.bad("warning:")} ${text}`),
    ].join("\n");
}

function row(color: Color, report: ColorReport | null, tiers: readonly string[], style: Style, now: number): string[] {
    if (!report) return [style[color](color), style.faint("off")];
    const sizes = tiers.map((tier) => {
        const { up, of } = report.instances[tier] ?? { up: 0, of: 0 };
        const text = `${up} of ${of}`;
        return up < of ? style.bad(text) : text;
    });
    return [
        style[color](color),
        report.role === "live" ? style.strong("live") : report.role,
        report.release,
        share(report.weights),
        ...sizes,
        report.census ? left(report.census) : "unknown",
        drain(report, now),
    ];
}

function share(weights: Readonly<Record<string, number>>): string {
    const all = [...new Set(Object.values(weights))];
    if (all.length <= 1) return `${all[0] ?? 0} %`;
    // In the middle of an ordered switch the tiers differ.
    return Object.entries(weights)
        .map(([tier, percent]) => `${tier} ${percent} %`)
        .join(", ");
}

function drain({ role, standbySince, deadline, census }: ColorReport, now: number): string {
    if (role !== "standby" || standbySince === undefined) return "";
    const since = `for ${span(now - Date.parse(standbySince))}`;
    if (census?.count === 0) return `${since}, nobody left`;
    if (deadline === undefined) return `${since}, until nobody is left`;
    const rest = Date.parse(deadline) - now;
    return rest > 0 ? `${since}, at most ${span(rest)} more` : `${since}, deadline over`;
}
