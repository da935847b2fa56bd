import type { ApiAnswer } from "../../../components/kubernetes/api/apiServer";
import { readerOf } from "../../../components/kubernetes/api/clients";
import { ifAllowed } from "../../../components/kubernetes/api/clusterError";
import { KINDS } from "../../../components/kubernetes/api/reader";

const SERVER = "https://cluster.test:6443";
const POD = { namespace: "shop-dev", name: "a" };

/** A reader over one answer, and what it asks for. */
function asking({ status = 200, body = "{}" }: Partial<ApiAnswer>) {
    const asked: [path: string, patient: boolean | undefined][] = [];
    const get = async (path: string, patient?: boolean) => {
        asked.push([path, patient]);
        return { status, body };
    };
    return { asked, reader: readerOf({ url: SERVER, get }) };
}
const pathOf = async (ask: (reader: ReturnType<typeof readerOf>) => Promise<unknown>, body = '{"items": []}') => {
    const { asked, reader } = asking({ body });
    await ask(reader);
    return asked[0]?.[0];
};
const saying = async (
    answer: Partial<ApiAnswer>,
    ask = (one: ReturnType<typeof readerOf>) => one.list(KINDS.pod, {}),
) =>
    ask(asking(answer).reader).then(
        () => "no error",
        ({ message }: Error) => message,
    );

test("objects are asked for at their place", async () => {
    expect(await pathOf((one) => one.read(KINDS.deployment, "a b", "shop-dev"))).toBe(
        "/apis/apps/v1/namespaces/shop-dev/deployments/a%20b",
    );
    expect(await pathOf((one) => one.read(KINDS.gatewayClass, "traefik"))).toBe(
        "/apis/gateway.networking.k8s.io/v1/gatewayclasses/traefik",
    );
    expect(await pathOf((one) => one.list(KINDS.pod, { namespace: "shop-dev", labels: "a=b,c=d" }))).toBe(
        "/api/v1/namespaces/shop-dev/pods?labelSelector=a%3Db%2Cc%3Dd",
    );
    expect(await pathOf((one) => one.list(KINDS.event, { fields: "type=Warning" }))).toBe(
        "/api/v1/events?fieldSelector=type%3DWarning",
    );
    expect(await pathOf((one) => one.served("apps", "v1"), '{"resources": []}')).toBe("/apis/apps/v1");
    expect(await pathOf((one) => one.log(POD, "app", 8, true))).toBe(
        "/api/v1/namespaces/shop-dev/pods/a/log?container=app&tailLines=8&previous=true",
    );
    expect(await pathOf((one) => one.ask(POD, 8080, "/visitors"))).toBe(
        "/api/v1/namespaces/shop-dev/pods/a:8080/proxy/visitors",
    );
});

test("a question that is handed on to a pod is asked once, others with patience", async () => {
    const { asked, reader } = asking({ body: '{"items": []}' });
    await reader.ask(POD, 8080, "/visitors");
    await reader.log(POD, "app", 8, false);
    await reader.list(KINDS.pod, {});
    expect(asked.map(([, patient]) => patient)).toEqual([false, false, true]);
});

test("what is answered is handed over", async () => {
    const object = { metadata: { name: "a" } };
    expect(await asking({ body: JSON.stringify(object) }).reader.read(KINDS.pod, "a", "b")).toEqual(object);
    expect(await asking({ body: JSON.stringify({ items: [object] }) }).reader.list(KINDS.pod, {})).toEqual([object]);
    const resources = { resources: [{ name: "httproutes" }, { name: "httproutes/status" }] };
    expect(await asking({ body: JSON.stringify(resources) }).reader.served("g", "v1")).toEqual([
        "httproutes",
        "httproutes/status",
    ]);
    expect(await asking({ body: "text" }).reader.log(POD, "app", 8, false)).toBe("text");
    expect(await asking({ body: "7" }).reader.ask(POD, 8080, "/")).toBe("7");
});

test("what is not there is nothing, save for a pod's own answer", async () => {
    const { reader } = asking({ status: 404, body: "404 page not found" });
    expect(await reader.read(KINDS.httpRoute, "a", "b")).toBeUndefined();
    expect(await reader.list(KINDS.httpRoute, {})).toEqual([]);
    expect(await reader.served("gateway.networking.k8s.io", "v1")).toBeUndefined();
    expect(await reader.log(POD, "app", 8, false)).toBe("");
    await expect(reader.ask(POD, 8080, "/visitors")).rejects.toThrow("/visitors is not there");
});

describe("an answer that is no success", () => {
    const forbidden = (message: string) => ({ status: 403, body: JSON.stringify({ message }) });

    test("names the missing permission, and how it is given", async () => {
        const said = 'deployments.apps is forbidden: User "ci" cannot get resource "deployments" in API group "apps"';
        expect(await saying(forbidden(said), (one) => one.read(KINDS.deployment, "a", "shop-dev") as never)).toBe(
            'cluster: ci must be allowed to get deployments.apps in namespace shop-dev, got "forbidden"; ' +
                "bind it to a role with that: kubectl create role blue-green-reader --verb=get --resource=deployments.apps --namespace shop-dev",
        );
        expect(await saying(forbidden("no"), (one) => one.list(KINDS.gatewayClass, {}) as never)).toBe(
            "cluster: this account must be allowed to list gatewayclasses.gateway.networking.k8s.io in the whole cluster, " +
                'got "forbidden"; bind it to a role with that: kubectl create clusterrole blue-green-reader --verb=list ' +
                "--resource=gatewayclasses.gateway.networking.k8s.io",
        );
    });

    test("tells that nobody is logged in", async () => {
        expect(await saying({ status: 401, body: '{"message":"Unauthorized"}' })).toBe(
            `cluster: the API server ${SERVER} must know the account, got "Unauthorized"; log in again, or name another kubeconfig or context in \`cluster\``,
        );
    });

    test.each([
        ['{"message":"etcd is gone"}', "etcd is gone"],
        ["<html>\nno gateway", "<html>"],
        ["", "status 500"],
    ])("tells what the API server says: %j", async (body, said) => {
        expect(await saying({ status: 500, body })).toBe(
            `cluster: the API server ${SERVER} must answer when asked to list pods, got "${said}"; see to the cluster, then run it again`,
        );
    });

    test("is nothing where it is only nice to know, if it is the permission", async () => {
        expect(await ifAllowed(asking(forbidden("no")).reader.list(KINDS.pod, {}))).toBeUndefined();
        await expect(ifAllowed(asking({ status: 500 }).reader.list(KINDS.pod, {}))).rejects.toThrow("must answer");
    });
});
