import type { NumbersSource } from "../live/numbers";
import { list, span } from "../output/words";
import { type Changeable, sidesOf } from "../select";
import type { StepPlan } from "./plan";
import { shown } from "./watch";

/** What the steps will do, a line each, before what the switch at their end does. */
export function planInWords(
    selected: Changeable,
    plan: StepPlan,
    source: NumbersSource | undefined,
    ofSwitch: readonly string[],
): string[] {
    const { active, standby, releases } = sidesOf(selected);
    const { percents, everyMs, probeEveryMs, limits, checkUrls } = plan;
    const shares = percents.slice(0, -1).map((percent) => `${percent} %`);
    const [goesUp, ...rest] = ofSwitch;
    const probed = [
        ...(source
            ? [
                  `by ${source.name}: more than ${limits.errorRate} percentage points more errors than ${releases[active]}, or ` +
                      `${limits.latency} times its answer time, is a breach; fewer than ${limits.minRequests} requests decide nothing`,
              ]
            : []),
        ...checkUrls.map((url) => `gate ${shown(url)}: anything but 2xx is a breach`),
    ];
    const late =
        source && source.lateSeconds * 1000 > everyMs
            ? [
                  `${source.name} tells of a minute up to ${span(source.lateSeconds * 1000)} later: a pause of ${span(everyMs)} may be over before`,
              ]
            : [];
    return [
        ...(shares.length > 0
            ? [
                  `${releases[standby]} on ${standby} gets ${list(shares, "then")} of new visitors, ${span(everyMs)} each, then all`,
                  ...(probed.length > 0
                      ? [`every ${seconds(probeEveryMs)} a probe:`, ...probed.map((line) => `  ${line}`)]
                      : ["nobody looks how it does meanwhile (--no-probe)"]),
                  ...late,
                  `a breach, or Ctrl-C, gives all new visitors back to ${active} (${releases[active]}) at once`,
              ]
            : []),
        ...(goesUp ? [goesUp] : []),
        ...rest,
    ];
}

function seconds(ms: number): string {
    return ms < 1000 ? `${ms} ms` : span(ms);
}
