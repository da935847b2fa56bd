import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import * as pulumi from "@pulumi/pulumi";
import { listed, type Mistake } from "../../release";
import { check } from "../../release/rules";
import { APPLIED } from "../applied";
import { APP_NAME, LABEL_NAME, LABELS_GIVEN } from "../common/checks";
import { appLabels } from "../names";
import type { AppGatewayArgs } from "./appGatewayArgs";
import { type AppGatewaySettings, appGatewaySettings } from "./appGatewaySettings";

const TYPE = "blue-green:index:AppGateway";

/** The Gateway that an app's routes belong to: one that exists, or one with a listener for the app's namespace. */
export class AppGateway extends pulumi.ComponentResource {
    /** Its name. */
    readonly gatewayName: string;
    /** The namespace that it is in. */
    readonly gatewayNamespace: string;
    /** The listener that routes name; empty for all that fit. */
    readonly listener: string;

    constructor(name: string, args: AppGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, args, opts);
        const mistakes: Mistake[] = [];
        check(mistakes, "app", args.app, APP_NAME);
        check(mistakes, "namespace", args.namespace, LABEL_NAME);
        if (args.labels !== undefined) check(mistakes, "labels", args.labels, LABELS_GIVEN);
        const settings = appGatewaySettings(args.app, args.namespace, args);
        mistakes.push(...settings.mistakes);
        if (mistakes.length > 0) throw new pulumi.ResourceError(listed(mistakes), this, true);
        if (!args.adopt) gatewayOf({ parent: this, dependsOn: opts?.dependsOn }, name, args, settings);
        this.gatewayName = settings.name;
        this.gatewayNamespace = settings.namespace;
        this.listener = settings.listener ?? "";
        this.registerOutputs({
            gatewayName: this.gatewayName,
            gatewayNamespace: this.gatewayNamespace,
            listener: this.listener,
        });
    }
}

function gatewayOf(
    made: pulumi.CustomResourceOptions,
    name: string,
    args: AppGatewayArgs,
    { name: gateway, namespace, port, plainHttp }: AppGatewaySettings,
): CustomResource {
    const tls = {
        mode: "Terminate",
        certificateRefs: (args.certificateSecrets ?? []).map((secret) => ({ group: "", kind: "Secret", name: secret })),
    };
    return new CustomResource(
        name,
        {
            apiVersion: "gateway.networking.k8s.io/v1",
            kind: "Gateway",
            metadata: {
                name: gateway,
                namespace,
                labels: { ...args.labels, ...appLabels(args.app) },
                annotations: { ...args.annotations, ...APPLIED },
            },
            spec: {
                gatewayClassName: args.className,
                listeners: [
                    {
                        name: plainHttp ? "http" : "https",
                        port,
                        protocol: plainHttp ? "HTTP" : "HTTPS",
                        ...(plainHttp ? {} : { tls }),
                        allowedRoutes: { namespaces: { from: "Same" } },
                    },
                ],
            },
        },
        made,
    );
}
