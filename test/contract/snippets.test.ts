import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runModule } from "../support/runModule";
import { compilerErrors, snippetsOf } from "../support/snippets";

test("every TypeScript snippet of the texts compiles, and one that does not is told with its line", () => {
    const snippets = ["README.md", "docs/aws.md", "docs/kubernetes.md"].map((file) => snippetsOf(file, "ts"));
    expect(snippets.map(({ length }) => length)).toEqual([1, 2, 2]);
    const code = 'import { AlbBlueGreen } from "@seesaw/blue-green/aws";\nnew AlbBlueGreen("shop", {});\n';
    expect(compilerErrors([...snippets.flat(), { file: "wrong.md", line: 7, code }])).toEqual([
        expect.stringMatching(/^wrong\.md:8: .*missing.*: tiers, traffic, frontDoor$/),
    ]);
});

describe("the snippet that sets the release cookie", () => {
    const COOKIE = "release=v42; Path=/; Max-Age=1800; SameSite=Lax; HttpOnly; Secure";
    const [module] = snippetsOf("docs/aws.md", "js").filter(({ code }) => code.startsWith("// releaseCookie.mjs"));

    let folder: string;
    beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), "blue-green-snippet-"));
        writeFileSync(join(folder, "releaseCookie.mjs"), module?.code ?? "");
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    /** For each request whether its answer sets the cookie. */
    const sets = (requests: object[], cookie = COOKIE) =>
        runModule(
            `process.env.RELEASE_COOKIE = args[1];
             const { releaseCookie } = await load(args[0]);
             return args[2].map((it) => releaseCookie({ method: "GET", headers: {}, ...it }) ?? null);`,
            join(folder, "releaseCookie.mjs"),
            cookie,
            requests,
        );

    const page = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
    const call = (cookie: string) => ({ headers: { accept: "application/json", cookie } });

    test("sets it with every page, whatever the request's cookie", () => {
        const requests = [{ headers: page }, { headers: { ...page, cookie: "release=v41" } }];
        expect(sets(requests)).toEqual([COOKIE, COOKIE]);
    });

    test("refreshes it with any other answer only if the request names the same release", () => {
        expect(sets([call("release=v42"), call("a=1; release=v42; b=2"), call("a=1;release=v42")])).toEqual(
            Array(3).fill(COOKIE),
        );
        const others = ["release=v41", "release=v421", "prerelease=v42", "a=release=v42", ""];
        expect(sets([...others.map(call), { method: "POST", headers: page }, {}])).toEqual(Array(7).fill(null));
    });

    test("sets nothing where the router does", () => {
        expect(sets([{ headers: page }, call("release=v42"), call("")], "")).toEqual([null, null, null]);
    });
});
