import { freePort } from "../../../tools/stack/pulumiStack";
import { AlbBench, fixed, path, weighted } from "../../support/aws/albBench";

let bench: AlbBench;

beforeEach(async () => {
    bench = await AlbBench.start();
});
afterEach(() => bench.stop());

const redirect = (RedirectConfig: object) => ({
    Type: "redirect" as const,
    RedirectConfig: { StatusCode: "HTTP_301" as const, ...RedirectConfig },
});
const refusal = (code: string, message: RegExp) =>
    expect.objectContaining({ name: "AlbError", code, message: expect.stringMatching(message) });

test("the lowest priority that matches wins, else the default", async () => {
    bench.rule(20, [path("/*")], fixed("200", "low"));
    bench.rule(3, [path("/a*")], fixed("200", "high"));
    expect([(await bench.get("/a")).body, (await bench.get("/b")).body]).toEqual(["high", "low"]);
    bench.alb.removeRule("rule-20");
    expect((await bench.get("/b")).status).toBe(404);
});

test("a rule is replaced as a whole, and may change its priority", async () => {
    bench.rule(10, [path("/a")], fixed("200", "ten"));
    bench.rule(20, [path("/a")], fixed("200", "twenty"));
    bench.alb.putRule("front", {
        RuleArn: "rule-10",
        Priority: "30",
        Conditions: [path("/a", "/b")],
        Actions: [fixed("202", "new")],
    });
    expect([(await bench.get("/a")).body, (await bench.get("/b")).body]).toEqual(["twenty", "new"]);
});

test("what a rule may not be", () => {
    bench.group("blue");
    bench.rule(10, [path("/a")], fixed("200"));
    const put =
        (Priority: string, action = fixed("200"), listener = "front") =>
        () =>
            bench.alb.putRule(listener, { RuleArn: "new", Priority, Conditions: [path("/b")], Actions: [action] });
    expect(put("10")).toThrow(refusal("PriorityInUse", /'10' is currently in use/));
    for (const priority of ["0", "50001", "1.5", "default"]) {
        expect(put(priority)).toThrow(refusal("ValidationError", /between 1 and 50000/));
    }
    expect(put("11", weighted({ red: 1 }))).toThrow(refusal("TargetGroupNotFound", /'red'/));
    expect(put("11", fixed("200"), "back")).toThrow(refusal("ListenerNotFound", /'back'/));
    expect(put("11", weighted({ blue: 0 }))).toThrow(refusal("ValidationError", /Not all/));
    expect(() => bench.rule(11, [], fixed("200"))).toThrow(refusal("ValidationError", /at least one/));
    expect(() => bench.alb.removeRule("new")).toThrow(refusal("RuleNotFound", /'new'/));
    expect(put("50000")).not.toThrow();
});

test("a refused change leaves the rule as it was", async () => {
    bench.rule(10, [path("/a")], fixed("200", "before"));
    expect(() => bench.rule(10, [path("/a b")], fixed("200", "after"))).toThrow();
    expect((await bench.get("/a")).body).toBe("before");
});

test("a balancer has at most 100 rules, over all listeners", async () => {
    await bench.alb.putListener({
        ListenerArn: "back",
        Port: await freePort(),
        Protocol: "HTTP",
        DefaultActions: [fixed("404")],
    });
    for (let i = 1; i <= 99; i++) bench.rule(i, [path("/a")], fixed("200"));
    const put = (RuleArn: string) =>
        bench.alb.putRule("back", { RuleArn, Priority: "1", Conditions: [path("/b")], Actions: [fixed("200")] });
    put("last");
    expect(() => put("one more")).toThrow(refusal("TooManyRules", /'100'/));
    expect(() => put("last")).not.toThrow();
    await bench.alb.removeListener("back");
    expect(() => bench.rule(100, [path("/a")], fixed("200"))).not.toThrow();
});

test("fixed responses have their type and body", async () => {
    bench.rule(1, [path("/a")], {
        Type: "fixed-response",
        FixedResponseConfig: { StatusCode: "418", ContentType: "application/json", MessageBody: "{}" },
    });
    expect(await bench.get("/a")).toMatchObject({
        status: 418,
        body: "{}",
        headers: { "content-type": "application/json" },
    });
});

test("redirects keep what they do not change", async () => {
    const location = async (config: object, asked: string) => {
        bench.rule(1, [path("/*")], redirect(config));
        const got = await bench.get(asked, { Host: `shop.example.com:${bench.port}` });
        return [got.status, got.headers.location];
    };
    expect(await location({ Protocol: "HTTPS", Port: "443" }, "/a/b?c=d")).toEqual([
        301,
        "https://shop.example.com:443/a/b?c=d",
    ]);
    expect(await location({ Host: "www.#{host}", Path: "/#{port}/#{path}", Query: "" }, "/a?b=c")).toEqual([
        301,
        `http://www.shop.example.com:${bench.port}/${bench.port}/a`,
    ]);
    expect(await location({ StatusCode: "HTTP_302", Path: "/new", Query: "q=1&#{query}" }, "/a?b=c")).toEqual([
        302,
        `http://shop.example.com:${bench.port}/new?q=1&b=c`,
    ]);
});

test("conditions see the request as the client sent it", async () => {
    bench.rule(1, [{ Field: "host-header", Values: ["shop.example.com"] }], fixed("200", "host"));
    bench.rule(
        2,
        [{ Field: "source-ip", SourceIpConfig: { Values: ["127.0.0.0/8"] } }, path("/src")],
        fixed("200", "source"),
    );
    bench.rule(
        3,
        [{ Field: "query-string", QueryStringConfig: { Values: [{ Key: "a", Value: "1" }] } }],
        fixed("200", "query"),
    );
    bench.rule(
        4,
        [{ Field: "http-request-method", HttpRequestMethodConfig: { Values: ["DELETE"] } }],
        fixed("200", "method"),
    );
    bench.rule(
        5,
        [{ Field: "http-header", HttpHeaderConfig: { HttpHeaderName: "X-A", Values: ["two"] } }],
        fixed("200", "header"),
    );
    const bodies = [
        await bench.get("/", { Host: `Shop.example.com:${bench.port}` }),
        await bench.get("/src?x"),
        await bench.get("/?b=2&a=1"),
        await bench.get("/", {}, "DELETE"),
        await bench.get("/", { "X-A": ["one", "two"] }),
        await bench.get(`http://shop.example.com:${bench.port}/src`, { Host: "other.example.com" }),
    ].map(({ body }) => body);
    expect(bodies).toEqual(["host", "source", "query", "method", "header", "source"]);
});

test("a listener moves to another port with its rules, and no two share one", async () => {
    bench.rule(1, [path("/a")], fixed("200", "kept"));
    const before = bench.port;
    bench.port = await freePort();
    await bench.listen([fixed("404", "moved")]);
    expect([(await bench.get("/a")).body, (await bench.get("/b")).body]).toEqual(["kept", "moved"]);
    const twin = { ListenerArn: "back", Port: bench.port, Protocol: "HTTP" as const, DefaultActions: [fixed("404")] };
    await expect(bench.alb.putListener(twin)).rejects.toMatchObject({ code: "DuplicateListener" });
    await expect(bench.alb.putListener({ ...twin, Port: before, DefaultActions: [] })).rejects.toMatchObject({
        code: "InvalidLoadBalancerAction",
    });
    await bench.alb.putListener({ ...twin, Port: before });
    await bench.alb.removeListener("back");
    bench.port = before;
    await expect(bench.get()).rejects.toThrow(/ECONNREFUSED/);
});
