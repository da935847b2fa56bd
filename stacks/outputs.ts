import type { HaproxyBlueGreen } from "../index";

/** The stack's outputs, by name: a contract that scripts rely on. */
export function outputsOf(app: HaproxyBlueGreen) {
    return {
        url: app.url,
        activeColor: app.activeColor,
        blueRelease: app.blueRelease,
        greenRelease: app.greenRelease,
        blueWeight: app.blueWeight,
        greenWeight: app.greenWeight,
        bluePreviewUrl: app.bluePreviewUrl,
        greenPreviewUrl: app.greenPreviewUrl,
        switchover: app.switchover,
        retire: app.retire,
        statsUrl: app.statsUrl,
        statusUrl: app.statusUrl,
    };
}
