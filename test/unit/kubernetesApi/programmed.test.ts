import type { Condition, HttpRoute } from "../../../components/kubernetes/api/objects";
import { routeStanding } from "../../../components/kubernetes/api/programmed";
import { programmedRoutes, type RoutesProgrammedInputs } from "../../../components/kubernetes/providers/programmed";
import { FakeCluster } from "../../support/kubernetes/fakeCluster";
import { named } from "../../support/kubernetes/fakeShop";

const GATEWAY = { namespace: "web", name: "public" };
const CONTROLLER = "traefik.io/gateway-controller";
const condition = (type: string, status = "True", more: Partial<Condition> = {}): Condition => ({
    type,
    status,
    observedGeneration: 2,
    ...more,
});
const FINE = [condition("Accepted"), condition("ResolvedRefs")];

function route(conditions: Condition[] | undefined, parent: Partial<typeof GATEWAY> = GATEWAY): HttpRoute {
    const parents =
        conditions === undefined
            ? []
            : [{ parentRef: { name: "public", ...parent }, controllerName: CONTROLLER, conditions }];
    return { metadata: { ...named("shop-pins"), generation: 2 }, status: { parents } };
}

describe("a route", () => {
    test.each<[string, HttpRoute | undefined, string | undefined]>([
        ["that is taken over", route(FINE), undefined],
        ["whose controller tells no generation", route(FINE.map(({ type, status }) => ({ type, status }))), undefined],
        ["that is programmed as well", route([...FINE, condition("Programmed")]), undefined],
        ["that is not there", undefined, "it is not there"],
        ["that nobody has seen", route(undefined), "no controller has said anything of it"],
        ["without any status", { metadata: named("shop-pins") }, "no controller has said anything of it"],
        ["of another Gateway", route(FINE, { ...GATEWAY, name: "private" }), "no controller has said anything of it"],
        [
            "of a Gateway elsewhere",
            route(FINE, { name: "public", namespace: "other" }),
            "no controller has said anything of it",
        ],
        [
            "that was changed since",
            route([condition("Accepted", "True", { observedGeneration: 1 }), condition("ResolvedRefs")]),
            `Accepted is said of an older one, says ${CONTROLLER}`,
        ],
        ["half seen", route([condition("Accepted")]), `nothing about ResolvedRefs, says ${CONTROLLER}`],
        [
            "that is refused",
            route([
                condition("Accepted", "False", { reason: "NotAllowedByListeners", message: "no listener\n allows it" }),
                condition("ResolvedRefs", "False", { reason: "BackendNotFound" }),
            ]),
            `Accepted=False (NotAllowedByListeners: no listener allows it), ResolvedRefs=False (BackendNotFound), says ${CONTROLLER}`,
        ],
        [
            "that is accepted and not programmed",
            route([...FINE, condition("Programmed", "Unknown")]),
            `Programmed=Unknown, says ${CONTROLLER}`,
        ],
    ])("%s", (_what, one, standing) => {
        expect(routeStanding(one, GATEWAY)).toBe(standing);
    });

    test("of its own namespace's Gateway needs not name it", () => {
        expect(
            routeStanding(route(FINE, { namespace: undefined }), { ...GATEWAY, namespace: "shop-dev" }),
        ).toBeUndefined();
    });

    test("is taken over when one of two controllers says so; otherwise both are told", () => {
        const [good] = route(FINE).status?.parents ?? [];
        const [bad] = route([condition("Accepted")]).status?.parents ?? [];
        const both = (...parents: object[]) => routeStanding({ ...route(FINE), status: { parents } } as never, GATEWAY);
        expect(both(bad ?? {}, good ?? {})).toBeUndefined();
        expect(both(bad ?? {}, { ...bad, controllerName: undefined })).toBe(
            `nothing about ResolvedRefs, says ${CONTROLLER}; nothing about ResolvedRefs, says a controller without name`,
        );
    });
});

describe("the wait", () => {
    const INPUTS: RoutesProgrammedInputs = {
        app: "shop",
        namespace: "shop-dev",
        routes: ["shop-pins"],
        gateway: GATEWAY,
        revision: "a",
        deadlineSeconds: 0.05,
    };
    let said: jest.SpyInstance;
    beforeEach(() => {
        said = jest.spyOn(console, "log").mockImplementation(() => {});
    });
    afterEach(() => said.mockRestore());
    const waiting = (cluster: FakeCluster) => programmedRoutes({ open: () => cluster, pollMs: 1 });
    const gateway = (conditions?: Condition[]) =>
        ({ metadata: { ...GATEWAY }, spec: { gatewayClassName: "traefik" }, status: { conditions } }) as never;

    test("ends when every route is taken over", async () => {
        const cluster = new FakeCluster().put("httproutes", route([condition("Accepted")]));
        cluster.before = () => {
            if (cluster.asked.length === 3) cluster.objects.httproutes = [route(FINE)];
        };
        const { id } = await waiting(cluster).create({ ...INPUTS, deadlineSeconds: 60 });
        expect(id).toBe("shop");
        expect(cluster.asked).toHaveLength(4);
        expect(said).toHaveBeenCalledWith("shop: the Gateway has taken over shop-pins");
    });

    test("has a time limit, and tells what the route and the Gateway say", async () => {
        const other = { ...route(undefined), metadata: { ...named("shop-frontend-default"), generation: 1 } };
        const cluster = new FakeCluster()
            .put("httproutes", route(FINE), other)
            .put("gateways", gateway([condition("Programmed", "False", { reason: "AddressNotAssigned" })]));
        const inputs = { ...INPUTS, routes: ["shop-pins", "shop-frontend-default"] };
        await expect(waiting(cluster).update("shop", inputs, inputs)).rejects.toThrow(
            "shop: the Gateway's controller has not taken over every route after 0.05 s: HTTPRoute shop-dev/shop-frontend-default: " +
                "no controller has said anything of it; Gateway web/public of class traefik: Programmed=False (AddressNotAssigned). " +
                "See that the controller of its class runs and that a listener allows routes of namespace shop-dev, then run the update again.",
        );
    });

    test.each<[string, (cluster: FakeCluster) => unknown, string]>([
        ["that is not there", () => {}, "; Gateway web/public is not there. See"],
        [
            "that nobody has seen",
            (cluster) => cluster.put("gateways", gateway()),
            "; Gateway web/public of class traefik: no controller has said anything of it. See",
        ],
        [
            "that may not be read",
            (cluster) => cluster.forbidden.add("get gateways"),
            "; Gateway web/public cannot be read by this account. See",
        ],
    ])("tells of a Gateway %s", async (_what, prepare, text) => {
        const cluster = new FakeCluster();
        prepare(cluster);
        await expect(waiting(cluster).create(INPUTS)).rejects.toThrow(text);
    });

    test("acts when the routes change, and only then", async () => {
        const provider = waiting(new FakeCluster());
        const changes = async (news: Partial<RoutesProgrammedInputs>) =>
            (await provider.diff("id", INPUTS, { ...INPUTS, ...news })).changes;
        expect(await changes({ deadlineSeconds: 7 })).toBe(false);
        expect(await changes({ revision: "b" })).toBe(true);
        expect(await changes({ routes: [] })).toBe(true);
        expect(await changes({ revision: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" })).toBe(true);
        expect(await provider.check(undefined, INPUTS)).toEqual({ inputs: INPUTS });
        expect(await provider.read("id", INPUTS)).toEqual({ id: "id", props: INPUTS });
        await provider.delete("id", INPUTS);
    });
});
