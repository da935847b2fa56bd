import type { Mistake } from "../release";
import { check } from "../release/rules";
import type { GatewayBlueGreenArgs } from "./args";
import { LABELS_GIVEN } from "./common/checks";
import { appGatewaySettings } from "./gateway/appGatewaySettings";
import { appNamespaceSettings } from "./namespace/appNamespaceSettings";
import { probeHealth } from "./workload/colorWorkloadSettings";
import { podSettings } from "./workload/podSettings";

/** What is wrong with the arguments of the pieces, told before the first of them is made. */
export function pieceMistakes(app: string, namespace: string, args: GatewayBlueGreenArgs): Mistake[] {
    const mistakes: Mistake[] = [];
    const from = (at: string, found: readonly Mistake[]) =>
        mistakes.push(...found.map(({ where, text }) => ({ where: `${at}.${where}`, text })));
    from("namespace", appNamespaceSettings(args.namespace ?? {}, namespace).mistakes);
    from("gateway", appGatewaySettings(app, namespace, args.gateway ?? {}).mistakes);
    for (const [name, tier] of Object.entries(args.tiers ?? {})) {
        const at = `tiers.${name}.`;
        probeHealth(tier?.health, mistakes, at);
        podSettings(tier?.pod ?? {}, mistakes, `${at}pod.`);
    }
    if (args.labels !== undefined) check(mistakes, "labels", args.labels, LABELS_GIVEN);
    return mistakes;
}
