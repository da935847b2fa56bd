import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../tools/stack/pulumiStack";
import { AlbBench, fixed, gotOf, responseTo, weighted } from "../../support/aws/albBench";

const folder = mkdtempSync(join(tmpdir(), "alb-tls-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A certificate of its own for some name. */
function certificate(name: string): { cert: string; key: string } {
    const [cert, key] = ["cert", "key"].map((part) => join(folder, `${name}.${part}`)) as [string, string];
    const subject = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`];
    const key256 = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"];
    execFileSync("openssl", ["req", "-x509", ...key256, "-nodes", "-keyout", key, "-out", cert, ...subject], {
        stdio: "ignore",
    });
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
}

test("a listener with a certificate, that can be changed", async () => {
    const bench = await AlbBench.start();
    try {
        const target = await bench.filledGroup("app");
        const Port = await freePort();
        const listener = {
            ListenerArn: "tls",
            Port,
            Protocol: "HTTPS" as const,
            DefaultActions: [weighted({ app: 1 })],
        };
        const get = async (name: string, ca: string) => {
            const outgoing = request({
                host: "127.0.0.1",
                port: Port,
                servername: name,
                headers: { Host: name },
                ca,
                agent: false,
            });
            return gotOf(await responseTo(outgoing.end()));
        };
        await expect(bench.alb.putListener(listener)).rejects.toMatchObject({ code: "CertificateNotFound" });

        const first = certificate("one.example.com");
        await bench.alb.putListener({ ...listener, certificate: first });
        expect((await get("one.example.com", first.cert)).body).toBe("app");
        expect(target.requests[0]?.headers).toMatchObject({
            "x-forwarded-proto": "https",
            "x-forwarded-port": String(Port),
        });

        const second = certificate("two.example.com");
        await bench.alb.putListener({ ...listener, certificate: second });
        expect((await get("two.example.com", second.cert)).body).toBe("app");

        await bench.alb.putListener({ ...listener, Protocol: "HTTP", DefaultActions: [fixed("200", "plain")] });
        bench.port = Port;
        expect((await bench.get()).body).toBe("plain");
    } finally {
        await bench.stop();
    }
});
