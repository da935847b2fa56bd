import { acting } from "../../dynamic/acting";
import { type Provider, progress } from "../../dynamic/provider";
import { untilFine } from "../../gate/probe";
import { openCluster } from "../api/clients";
import { ifAllowed } from "../api/clusterError";
import { said } from "../api/conditions";
import { type GatewayPlace, routeStanding } from "../api/programmed";
import { type ClusterReader, KINDS } from "../api/reader";
import type { ClusterAccess } from "../api/source";

/** The routes that a Gateway's controller is to take over. */
export interface RoutesProgrammedInputs {
    readonly app: string;
    readonly cluster?: ClusterAccess;
    readonly namespace: string;
    /** Names of the HTTPRoutes. */
    readonly routes: readonly string[];
    readonly gateway: GatewayPlace;
    /** Another text when the routes are others: what they say, or a digest of it. */
    readonly revision: string;
    readonly deadlineSeconds: number;
}

/** How the wait looks at the cluster. */
export interface RouteEyes {
    readonly open: (access: ClusterAccess | undefined) => ClusterReader;
    readonly pollMs: number;
}

/** Waits until the Gateway's controller has taken over routes as they are now. The API server stores any route, also one that nobody obeys. */
export const programmedProvider = programmedRoutes({ open: openCluster, pollMs: 500 });

/** The same with other eyes. */
export function programmedRoutes(eyes: RouteEyes): Provider<RoutesProgrammedInputs, RoutesProgrammedInputs> {
    return acting({
        id: ({ app }) => app,
        decisive,
        act: (inputs) => taken(inputs, eyes),
    });
}

function decisive({ cluster, namespace, routes, gateway, revision }: RoutesProgrammedInputs) {
    return { cluster, namespace, routes, gateway, revision };
}

async function taken(inputs: RoutesProgrammedInputs, eyes: RouteEyes): Promise<void> {
    const { app, namespace, routes, gateway, deadlineSeconds } = inputs;
    const reader = eyes.open(inputs.cluster);
    const look = async () => {
        for (const name of routes) {
            const wrong = routeStanding(await reader.read(KINDS.httpRoute, name, namespace), gateway);
            if (wrong) return `HTTPRoute ${namespace}/${name}: ${wrong}`;
        }
        return undefined;
    };
    const wrong = await untilFine(deadlineSeconds, look, eyes.pollMs);
    if (!wrong) {
        progress(`${app}: the Gateway has taken over ${routes.join(", ")}`);
        return;
    }
    throw new Error(
        `${app}: the Gateway's controller has not taken over every route after ${deadlineSeconds} s: ${wrong}; ` +
            `${await doorOf(reader, gateway)}. See that the controller of its class runs and that a listener allows routes of ` +
            `namespace ${namespace}, then run the update again.`,
    );
}

/** What is said of the Gateway itself. */
async function doorOf(reader: ClusterReader, { namespace, name }: GatewayPlace): Promise<string> {
    const where = `Gateway ${namespace}/${name}`;
    const found = await ifAllowed(reader.read(KINDS.gateway, name, namespace).then((one) => one ?? "none"));
    if (found === undefined) return `${where} cannot be read by this account`;
    if (found === "none") return `${where} is not there`;
    const conditions = (found.status?.conditions ?? []).map(said).join(", ");
    return `${where} of class ${found.spec?.gatewayClassName}: ${conditions || "no controller has said anything of it"}`;
}
