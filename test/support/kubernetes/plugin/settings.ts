import { existsSync, readFileSync } from "node:fs";
import { load } from "js-yaml";
import type { Mutable } from "./forceNew";

/** Configuration of the provider, by name. */
export type Variables = ReadonlyMap<string, string>;

/** What the provider was configured with. */
export interface Settings {
    /** Path of a kubeconfig, or its text. Default: as kubectl. */
    readonly kubeconfig?: string;
    readonly context?: string;
    readonly cluster?: string;
    readonly namespace?: string;
    readonly mutable: Mutable;
    /** An object that is there already is taken over when it is to be created. */
    readonly upserts: boolean;
    readonly forcesPatches: boolean;
}

const NOT_MODELLED = ["renderYamlToDirectory", "deleteUnreachable", "skipUpdateUnreachable", "rejectUnknownResources"];

/** Reads the configuration, or else the environment, as the real provider does. */
export function settingsOf(variables: Variables, environment: NodeJS.ProcessEnv): Settings {
    const text = (name: string) => variables.get(`kubernetes:config:${name}`) || undefined;
    const flag = (name: string, variable: string, otherwise = false) => {
        const value = text(name) ?? environment[variable];
        return value === undefined ? otherwise : value === "true";
    };
    for (const name of NOT_MODELLED)
        if (text(name) && text(name) !== "false")
            throw new Error(`${name}: the stand-in for the provider kubernetes does not have this option`);
    if (!flag("enableServerSideApply", "PULUMI_K8S_ENABLE_SERVER_SIDE_APPLY", true))
        throw new Error("enableServerSideApply: the stand-in for the provider kubernetes knows server-side apply only");
    return {
        kubeconfig: text("kubeconfig"),
        context: text("context"),
        cluster: text("cluster"),
        namespace: text("namespace"),
        mutable: {
            configMaps: flag("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE"),
            secrets: flag("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE"),
        },
        upserts: flag("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS"),
        forcesPatches: flag("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE"),
    };
}

/** What a kubeconfig says of the cluster that it leads to; undefined when that cannot be told. */
export function activeCluster({ kubeconfig, context, cluster }: Record<string, unknown>): unknown {
    if (typeof kubeconfig !== "string" || kubeconfig === "") return undefined;
    const text = existsSync(kubeconfig) ? readFileSync(kubeconfig, "utf8") : kubeconfig;
    const config = load(text) as Kubeconfig | undefined;
    const name = context || config?.["current-context"];
    const active = config?.contexts?.find((one) => one.name === name)?.context.cluster;
    return config?.clusters?.find((one) => one.name === (cluster || active))?.cluster;
}

interface Kubeconfig {
    readonly "current-context"?: string;
    readonly contexts?: readonly { readonly name: string; readonly context: { readonly cluster: string } }[];
    readonly clusters?: readonly { readonly name: string; readonly cluster: unknown }[];
}
