import { CustomResource } from "@pulumi/kubernetes/apiextensions";
import * as pulumi from "@pulumi/pulumi";
import { type Signatures, sealed } from "../../common/pins";
import { APPLIED } from "../applied";
import { ANNOTATIONS, appLabels } from "../names";
import type { HttpRouteRule } from "./httpRoute";

/** What all routes of an app have in common. */
export interface RouteContext {
    readonly parent: pulumi.Resource;
    /** The provider, where it is not the parent's. */
    readonly provider?: pulumi.ProviderResource;
    /** The app. */
    readonly name: string;
    readonly namespace: string;
    readonly gateway: { readonly name: string; readonly namespace: string; readonly listener: string | undefined };
    readonly hosts: readonly string[];
    readonly signatures: Signatures;
    /** The caller's labels. */
    readonly labels: Readonly<Record<string, string>>;
}

/** Declares an HTTPRoute. */
export function declareRoute(
    { parent, provider, name, namespace, gateway, hosts, signatures, labels }: RouteContext,
    role: string,
    objectName: string,
    rules: readonly HttpRouteRule[],
    annotations: Readonly<Record<string, pulumi.Input<string>>>,
    dependsOn: pulumi.CustomResourceOptions["dependsOn"],
): CustomResource {
    return new CustomResource(
        `${name}-${role}`,
        {
            apiVersion: "gateway.networking.k8s.io/v1",
            kind: "HTTPRoute",
            metadata: {
                name: objectName,
                namespace,
                labels: { ...labels, ...appLabels(name) },
                annotations: { [ANNOTATIONS.app]: name, [ANNOTATIONS.stack]: ownerOf(), ...annotations, ...APPLIED },
            },
            spec: {
                parentRefs: [
                    {
                        group: "gateway.networking.k8s.io",
                        kind: "Gateway",
                        name: gateway.name,
                        namespace: gateway.namespace,
                        ...(gateway.listener === undefined ? {} : { sectionName: gateway.listener }),
                    },
                ],
                ...(hosts.length > 0 ? { hostnames: hosts } : {}),
                rules: sealed(rules.map(plain), signatures),
            },
        },
        { parent, provider, dependsOn },
    );
}

/** Project and stack that the objects belong to. */
export function ownerOf(): string {
    return `${pulumi.getProject()}/${pulumi.getStack()}`;
}

/** With what the API server would add to a backend, so that nothing differs from what it stores. */
function plain({ backendRefs, ...rest }: HttpRouteRule) {
    return { ...rest, backendRefs: backendRefs.map((ref) => ({ group: "", kind: "Service", ...ref })) };
}
