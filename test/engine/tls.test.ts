import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ask } from "../../components/gate/http";
import { changesPlanned, stackOf } from "../support/engineStack";

const folder = mkdtempSync(join(tmpdir(), "bg-tls-"));
const certificateFile = join(folder, "shop.pem");
const [key, certificate] = [join(folder, "key.pem"), join(folder, "cert.pem")];
const subject = ["-subj", "/CN=localhost", "-days", "2"];
execFileSync(
    "openssl",
    ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, ...subject],
    {
        stdio: "ignore",
    },
);
writeFileSync(certificateFile, readFileSync(certificate, "utf8") + readFileSync(key, "utf8"));

const used = stackOf({
    label: "tls",
    temporary: folder,
    config: { certificateFile, frontendInstances: "1", backendInstances: "1" },
});

test("with a certificate the front door speaks TLS, checks itself through it, and its cookies are Secure", async () => {
    await used.stack.mustUp();
    const { url = "", bluePreviewUrl } = await used.stack.outputs();
    expect([url, bluePreviewUrl]).toEqual([expect.stringMatching(/^https:/), `${url}/?release=v1`]);
    const { status, headers } = await ask(url, { headers: { accept: "text/html" } });
    expect([status, headers["x-release"]]).toEqual([200, "v1"]);
    const cookies = headers["set-cookie"] ?? [];
    expect(cookies.map((cookie) => cookie.split("=")[0]).sort()).toEqual([
        "release",
        "release-frontend",
        "release-visitor",
    ]);
    expect(cookies.filter((cookie) => !cookie.split("; ").includes("Secure"))).toEqual([]);
    await expect(ask(url.replace("https:", "http:"))).rejects.toThrow();
    expect(await changesPlanned(used.stack)).toEqual([]);
});
