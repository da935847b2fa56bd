import * as pulumi from "@pulumi/pulumi";
import { checkInput } from "../common/checks";
import { type Mistake, mistake } from "../release";
import { check, wholeNumber } from "../release/rules";
import type { AlbBlueGreenArgs } from "./args";
import { CLUSTER } from "./common/checks";
import { frontDoorSettings } from "./frontDoor/frontDoorSettings";
import { monitoringSettings } from "./monitoring/monitoringSettings";
import { networkSettings } from "./network/networkSettings";
import { LOG_GROUP, RETENTION } from "./service/colorServiceSettings";
import { taskSettings } from "./service/taskSettings";
import { targetHealth } from "./targetGroups/targetGroupSettings";

/** Stands for what another piece makes. */
const LATER = pulumi.output("");

/** What is wrong with the arguments of the pieces, told before the first of them is made. */
export function pieceMistakes(args: AlbBlueGreenArgs): Mistake[] {
    const mistakes: Mistake[] = [];
    const from = (at: string, found: readonly Mistake[]) =>
        mistakes.push(...found.map(({ where, text }) => ({ where: `${at}.${where}`, text })));
    const { frontDoor = {}, hosts = [] } = args;
    from("network", networkSettings(args.network ?? {}).mistakes);
    const placed = frontDoor.adopt ? {} : { vpcId: LATER, subnetIds: pulumi.output([LATER]) };
    const door = frontDoorSettings({ ...frontDoor, ...placed });
    from("frontDoor", door.mistakes);
    if (door.mistakes.length === 0 && door.secure && hosts.length === 0) {
        const rule = "must name the host of the certificate, by which the gate asks";
        mistakes.push(mistake("hosts", rule, hosts, "name it, or set frontDoor.plainHttp"));
    }
    const certified = frontDoor.certificate?.hosts;
    const uncovered = Array.isArray(certified) ? hosts.filter((host) => !certified.some(covers(host))) : [];
    if (uncovered.length > 0) {
        const rule = `the certificate is for ${certified?.join(", ")}`;
        mistakes.push(mistake("hosts", rule, uncovered, "add them to frontDoor.certificate.hosts"));
    }
    const groups = { blueTargetGroupArn: LATER, greenTargetGroupArn: LATER };
    const watched = { app: "app", loadBalancerArn: LATER, clusterArn: LATER, tiers: { tier: groups } };
    mistakes.push(...monitoringSettings({ ...watched, alarms: args.alarms }).mistakes);
    if (args.clusterArn !== undefined) checkInput(mistakes, "clusterArn", args.clusterArn, CLUSTER);
    for (const [name, tier] of Object.entries(args.tiers ?? {})) {
        const at = `tiers.${name}.`;
        targetHealth(tier?.health, mistakes, at);
        taskSettings(tier?.task ?? {}, mistakes, `${at}task.`);
        if (tier?.logGroupName !== undefined) checkInput(mistakes, `${at}logGroupName`, tier.logGroupName, LOG_GROUP);
        check(mistakes, `${at}logRetentionDays`, tier?.logRetentionDays ?? 30, RETENTION);
        const delay = tier?.deregistrationDelaySeconds ?? 60;
        check(mistakes, `${at}deregistrationDelaySeconds`, delay, wholeNumber(0, 3600));
    }
    return mistakes;
}

/** Whether a certificate's name is for a host: the same, or a wildcard for its first part. */
const covers = (host: string) => (name: string) =>
    name.toLowerCase() === host.toLowerCase() ||
    (name.startsWith("*.") && host.slice(host.indexOf(".")).toLowerCase() === name.slice(1).toLowerCase());
