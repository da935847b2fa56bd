import type { HaproxyBlueGreen } from "@seesaw/blue-green";
import type { AlbBlueGreen } from "@seesaw/blue-green/aws";
import type { GatewayBlueGreen } from "@seesaw/blue-green/kubernetes";

/** The stack's outputs, by name: a contract that scripts rely on. Those of one target only are not there on the other. */
export function outputsOf(app: HaproxyBlueGreen | AlbBlueGreen | GatewayBlueGreen) {
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
        ...("statusUrl" in app
            ? { statsUrl: app.statsUrl, statusUrl: app.statusUrl }
            : { dashboardUrl: app.dashboardUrl }),
        ...("loadBalancerDnsName" in app ? { loadBalancerDnsName: app.loadBalancerDnsName } : {}),
    };
}
