import { excluded } from "../../common/checks";
import { type Mistake, mistake } from "../../release";
import { check, type Requirement, trueOrFalse, wholeNumber } from "../../release/rules";
import { LABEL_NAME, OBJECT_NAME } from "../common/checks";
import { gatewayName } from "../names";
import type { GatewayArgs } from "./appGatewayArgs";

/** What {@link AppGateway} is to do, and all that is wrong with what it was given. */
export interface AppGatewaySettings {
    readonly name: string;
    readonly namespace: string;
    /** Listener that routes name; undefined for all. */
    readonly listener: string | undefined;
    readonly port: number;
    readonly plainHttp: boolean;
    readonly mistakes: readonly Mistake[];
}

const CLASS: Requirement = { ...OBJECT_NAME, rule: "must be the name of a GatewayClass" };
const SECRETS: Requirement = { ...OBJECT_NAME, rule: "must be names of objects" };
/** What says nothing of a Gateway that exists. */
const OF_CREATED = ["className", "certificateSecrets", "plainHttp", "port", "annotations"] as const;

/** Checks how an app's Gateway is given and fills in the defaults. Never throws; collects every mistake. */
export function appGatewaySettings(app: string, namespace: string, args: GatewayArgs): AppGatewaySettings {
    const mistakes: Mistake[] = [];
    const plainHttp = check(mistakes, "plainHttp", args.plainHttp ?? false, trueOrFalse);
    const port = check(mistakes, "port", args.port ?? (plainHttp ? 80 : 443), wholeNumber(1, 65535));
    const { adopt } = args;
    if (!adopt) {
        checkCreated(args, plainHttp, mistakes);
        return { name: gatewayName(app), namespace, listener: undefined, port, plainHttp, mistakes };
    }
    const remedy = "it is said where that Gateway is made";
    for (const field of OF_CREATED) {
        if (args[field] !== undefined) mistakes.push(excluded(field, "adopt", args[field], remedy));
    }
    check(mistakes, "adopt.name", adopt.name, OBJECT_NAME);
    if (adopt.listener !== undefined) check(mistakes, "adopt.listener", adopt.listener, OBJECT_NAME);
    return {
        name: adopt.name,
        namespace: check(mistakes, "adopt.namespace", adopt.namespace ?? namespace, LABEL_NAME),
        listener: adopt.listener,
        port,
        plainHttp,
        mistakes,
    };
}

function checkCreated({ className, certificateSecrets = [] }: GatewayArgs, plain: boolean, mistakes: Mistake[]): void {
    check(mistakes, "className", className, CLASS, "kubectl get gatewayclass lists them");
    for (const secret of certificateSecrets) check(mistakes, "certificateSecrets", secret, SECRETS);
    if (plain && certificateSecrets.length > 0) {
        const remedy = "remove one of the two";
        const rule = "must be left out when plainHttp is true";
        mistakes.push(mistake("certificateSecrets", rule, certificateSecrets, remedy));
    }
    if (!plain && certificateSecrets.length === 0) {
        const rule = "must name at least one Secret, or plainHttp be true";
        mistakes.push(mistake("certificateSecrets", rule, certificateSecrets));
    }
}
