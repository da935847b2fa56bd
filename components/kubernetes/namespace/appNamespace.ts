import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { listed } from "../../release";
import { APPLIED } from "../applied";
import { namespaceName } from "../names";
import type { AppNamespaceArgs } from "./appNamespaceArgs";
import { appNamespaceSettings } from "./appNamespaceSettings";

const TYPE = "blue-green:index:AppNamespace";

/** A namespace of an app's own, or one that exists. */
export class AppNamespace extends pulumi.ComponentResource {
    /** Its name. */
    readonly namespaceName: string;

    constructor(name: string, args: AppNamespaceArgs = {}, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, args, opts);
        const settings = appNamespaceSettings(args, namespaceName(name, pulumi.getStack()));
        if (settings.mistakes.length > 0) throw new pulumi.ResourceError(listed(settings.mistakes), this, true);
        if (settings.create) {
            const labels = {
                "app.kubernetes.io/managed-by": "pulumi",
                "pod-security.kubernetes.io/enforce": "restricted",
                ...args.labels,
            };
            new core.Namespace(
                name,
                { metadata: { name: settings.name, labels, annotations: { ...APPLIED } } },
                { parent: this, dependsOn: opts?.dependsOn },
            );
        }
        this.namespaceName = settings.name;
        this.registerOutputs({ namespaceName: this.namespaceName });
    }
}
