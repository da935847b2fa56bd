import { readdirSync, readFileSync } from "node:fs";
import { request as send } from "node:https";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const READY_MS = 60_000;

/** What a cluster for Gateways needs: the definitions of the Gateway API, and the class of the controller that runs. */
export async function installObjects(api, plan, folder) {
    const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    const files = readdirSync(folder).filter((name) => name.endsWith(".yaml"));
    await Promise.all(
        files.map((name) => {
            const text = readFileSync(join(folder, name), "utf8");
            return text.includes("kind: CustomResourceDefinition") ? must(api, "POST", definitions, text) : undefined;
        }),
    );
    const classes = "/apis/gateway.networking.k8s.io/v1/gatewayclasses";
    const deadline = Date.now() + READY_MS;
    while ((await call(api, "GET", classes)).status !== 200) {
        if (Date.now() > deadline) throw new Error(`the API server does not serve ${classes}`);
        await sleep(100);
    }
    const gatewayClass = {
        apiVersion: "gateway.networking.k8s.io/v1",
        kind: "GatewayClass",
        metadata: { name: plan.gatewayClass },
        spec: { controllerName: "traefik.io/gateway-controller" },
    };
    await must(api, "POST", classes, JSON.stringify(gatewayClass));
}

/** Whether pods can be put on the node. */
export async function nodeIsReady(api, node) {
    const { status, body } = await call(api, "GET", `/api/v1/nodes/${node}`);
    if (status !== 200) return false;
    return (JSON.parse(body).status.conditions ?? []).some(({ type, status }) => type === "Ready" && status === "True");
}

async function must(api, method, path, text) {
    const { status, body } = await call(api, method, path, text);
    // Left by a start that was repeated.
    if (status >= 300 && status !== 409) throw new Error(`${method} ${path}: ${status} ${body}`);
}

function call({ url, token, certificate }, method, path, text) {
    return new Promise((resolve, reject) => {
        const headers = {
            Authorization: `Bearer ${token}`,
            "Content-Type": "application/yaml",
            Accept: "application/json",
        };
        const request = send(url + path, { method, headers, ca: certificate, timeout: 10_000 }, (response) => {
            let body = "";
            response.setEncoding("utf8").on("data", (part) => (body += part));
            response.once("end", () => resolve({ status: response.statusCode, body }));
        });
        request.once("timeout", () => request.destroy(new Error(`${method} ${path}: no answer`)));
        request.once("error", reject);
        request.end(text);
    });
}
