import { type Mistake, mistake } from "../../release";
import { CAPABILITIES } from "../capabilities";
import { ifAllowed } from "./clusterError";
import { said } from "./conditions";
import type { GatewayClass } from "./objects";
import { type ClusterReader, GATEWAY_GROUP, KINDS } from "./reader";

/** The Gateway that an app's routes are to belong to. */
export interface Door {
    readonly namespace: string;
    readonly name: string;
    /** Class of a Gateway that is made with the app; undefined for one that must be there. */
    readonly className?: string;
    /** What `controller` says. */
    readonly controller: string;
}

/** Releases of the Gateway API: before this one a rule takes 8 matches, fewer than the pins of an app need. */
const LEAST = [1, 2, 0] as const;
/** What the command installs. */
const INSTALLED = "v1.4.0";
const INSTALL = `install it: kubectl apply --server-side -f https://github.com/kubernetes-sigs/gateway-api/releases/download/${INSTALLED}/standard-install.yaml`;

/** What the cluster lacks before anything can be made in it. */
export async function missing(reader: ClusterReader, door: Door): Promise<Mistake[]> {
    const definitions = await gatewayApi(reader);
    if (definitions) return [definitions];
    const wrong = await (door.className === undefined ? adopted(reader, door) : classOf(reader, door, door.className));
    return wrong ? [wrong] : [];
}

async function gatewayApi(reader: ClusterReader): Promise<Mistake | undefined> {
    const rule = `the cluster must have the Gateway API, v${LEAST.join(".")} or later`;
    const kinds = await reader.served(GATEWAY_GROUP, "v1");
    if (!kinds?.includes(KINDS.httpRoute.plural)) {
        const older = await reader.served(GATEWAY_GROUP, "v1beta1");
        return mistake("gateway", rule, older ? "one older than v1.0.0" : "none", INSTALL);
    }
    const definition = await ifAllowed(reader.read(KINDS.definition, `${KINDS.httpRoute.plural}.${GATEWAY_GROUP}`));
    const version = definition?.metadata.annotations?.[`${GATEWAY_GROUP}/bundle-version`];
    return version && isOlder(version) ? mistake("gateway", rule, version, INSTALL) : undefined;
}

function isOlder(version: string): boolean {
    const parts = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
    if (!parts) return false;
    const at = LEAST.findIndex((least, index) => parts[index] !== least);
    return at >= 0 && (parts[at] ?? 0) < (LEAST[at] ?? 0);
}

/** A Gateway that must be there. */
async function adopted(reader: ClusterReader, { namespace, name, controller }: Door): Promise<Mistake | undefined> {
    const gateway = await reader.read(KINDS.gateway, name, namespace);
    if (!gateway) {
        const there = (await ifAllowed(reader.list(KINDS.gateway, { namespace }))) ?? [];
        return mistake(
            "gateway.adopt.name",
            `must be a Gateway in namespace ${namespace}, where there is ${listOf(there.map(({ metadata }) => metadata.name))}`,
            name,
            "create it first, or correct name and namespace",
        );
    }
    const className = gateway.spec?.gatewayClassName ?? "";
    const found = await ifAllowed(reader.read(KINDS.gatewayClass, className));
    return found && unfit("gateway.adopt.name", found, controller);
}

/** The class of a Gateway that is made with the app. */
async function classOf(reader: ClusterReader, { controller }: Door, className: string): Promise<Mistake | undefined> {
    const classes = await ifAllowed(reader.list(KINDS.gatewayClass, {}));
    if (!classes) return undefined;
    const found = classes.find(({ metadata }) => metadata.name === className);
    if (found) return unfit("gateway.className", found, controller);
    return mistake(
        "gateway.className",
        `must be a GatewayClass of the cluster, where there is ${listOf(classes.map(({ metadata }) => metadata.name))}`,
        className,
        "install the controller that makes it, or correct the name",
    );
}

/** A class that its controller refuses, or that is another controller's than was said. */
function unfit(where: string, { metadata, spec, status }: GatewayClass, controller: string): Mistake | undefined {
    const refused = status?.conditions?.find(({ type, status: holds }) => type === "Accepted" && holds === "False");
    if (refused) {
        const rule = `GatewayClass ${metadata.name} must be accepted by its controller`;
        return mistake(where, rule, said(refused), "see to the controller");
    }
    const known = Object.entries(CAPABILITIES).find(
        ([, { controllerName }]) => controllerName !== undefined && controllerName === spec?.controllerName,
    )?.[0];
    if (!known || known === controller || controller === "other") return undefined;
    const rule = `must be the controller of GatewayClass ${metadata.name}, which is ${known}`;
    return mistake("controller", rule, controller, "correct it: what is left to the app depends on it");
}

function listOf(names: readonly string[]): string {
    return names.length === 0 ? "none" : names.join(", ");
}
