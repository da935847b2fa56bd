import type { Color } from "../components/release";
import type { Change } from "./change";
import { stay } from "./commands/visitors";
import type { Move, Side } from "./notice/notice";
import { type Changeable, type Sides, sidesOf } from "./select";
import type { Values } from "./stack/workspace";

/** A color with what it runs. */
export function sideOf({ releases }: Sides, color: Color): Side {
    return { color, release: releases[color] ?? null };
}

/** From the live color to the standby, which then has a share of new visitors. */
export function toStandby(sides: Sides, percent: number): Move {
    return { from: sideOf(sides, sides.active), to: sideOf(sides, sides.standby), percent };
}

/** From the standby to the live color, which then has all new visitors. */
export function toLive(sides: Sides): Move {
    return { from: sideOf(sides, sides.standby), to: sideOf(sides, sides.active), percent: 100 };
}

/** Gives all new visitors to the other color, in either direction. */
export function switchChange(selected: Changeable, command: string): Change {
    const { app, status } = selected;
    const sides = sidesOf(selected);
    const { active, standby, releases } = sides;
    const target = releases[standby] ?? "";
    return {
        command,
        title: `${active} (${releases[active]}) -> ${standby} (${target})`,
        plan: [
            `new visitors: ${active} (${releases[active]}) -> ${standby} (${target})`,
            ...stay(status),
            `${active} is kept until nobody is left on it and \`blue-green retire\` removes it${deadline(app.deadlineMinutes)}`,
            "nothing is built, started or restarted",
        ],
        values: switchValues(selected, standby, target),
        move: toStandby(sides, 100),
        done: `new visitors now get ${target} on ${standby}; \`blue-green rollback\` goes back to ${releases[active]}`,
    };
}

/** Gives the standby a share of new visitors. */
export function canaryChange(selected: Changeable, percent: number): Change {
    const { app, status } = selected;
    const sides = sidesOf(selected);
    const { active, standby, releases } = sides;
    const release = releases[standby];
    const now = `${active} ${100 - status.canary} %, ${standby} ${status.canary} %`;
    const then = `${active} ${100 - percent} %, ${standby} ${percent} %`;
    return {
        command: "canary",
        title: release === undefined ? "no canary" : `${percent} % of new visitors to ${release} on ${standby}`,
        plan: [`new visitors: ${now} -> ${then}`, ...stay(status)],
        values: { [app.keys.canary]: String(percent) },
        move: toStandby(sides, percent),
        done: `new visitors: ${then}`,
    };
}

/** Takes the share of new visitors back from the standby. */
export function endCanaryChange(selected: Changeable): Change {
    const { app, status } = selected;
    const sides = sidesOf(selected);
    const { active, standby, releases } = sides;
    return {
        command: "rollback",
        title: `no more new visitors for ${releases[standby]} on ${standby}`,
        plan: [`new visitors: ${active} (${releases[active]}) only`, ...stay(status)],
        values: { [app.keys.canary]: "0" },
        move: toLive(sides),
        done: `all new visitors get ${releases[active]} on ${active}`,
    };
}

/**
 * The number that is live counts, not the one of a switch that was refused. It names the release too: a refused retirement by plain
 * pulumi leaves an empty one in the config.
 */
function switchValues({ app: { keys }, status }: Changeable, to: Color, release: string): Values {
    return {
        [keys.active]: to,
        [keys.canary]: "0",
        ...(keys.epoch ? { [keys.epoch]: String(status.epoch + 1) } : {}),
        [keys.release[to]]: release,
    };
}

function deadline(minutes: number): string {
    return minutes > 0 ? `, at the latest ${minutes} min after its last new visitor` : "";
}
