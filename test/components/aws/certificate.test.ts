import { FrontDoor } from "../../../components/aws";
import { proofOf } from "../../../components/aws/frontDoor/certificate";
import { provenHosts } from "../../../components/aws/frontDoor/frontDoorSettings";
import { Recorder } from "../../support/harness";
import { changesBetween, declaredBy } from "../../support/pieces/declared";
import { FRONT_DOOR, made, ZONE_ID } from "../../support/pieces/samples";

const HOSTS = ["shop.example.com", "*.shop.example.com", "WWW.example.com"];
const proof = (host: string) => ({
    domainName: host,
    resourceRecordName: `_proof.${host}`,
    resourceRecordType: "CNAME",
    resourceRecordValue: `${host}.acm-validations.aws`,
});
const record = (host: string) => ({
    zoneId: ZONE_ID,
    name: `_proof.${host}`,
    type: "CNAME",
    records: [`${host}.acm-validations.aws`],
    ttl: 60,
    allowOverwrite: true,
});
const TAGS = { tags: { Name: "door" } };

/** What AWS answers once a certificate is requested: a proof for each host, the same for a wildcard and the host below it. */
const answers = (type: string, name: string) => ({
    ...made(type, name),
    ...(type.endsWith(":Certificate")
        ? { domainValidationOptions: ["*.shop.example.com", "shop.example.com", "www.example.com"].map(proof) }
        : {}),
    ...(type.endsWith(":CertificateValidation") ? { certificateArn: "arn:valid" } : {}),
});

async function requested() {
    const recorder = await Recorder.start(answers);
    const certificate = { hosts: HOSTS, hostedZoneId: ZONE_ID };
    new FrontDoor("door", { ...FRONT_DOOR, certificateArn: undefined, certificate });
    return recorder.settled();
}

test("a certificate is requested and proven, with one record for a host and the wildcard above it", async () => {
    const changes = changesBetween(await declaredBy(() => new FrontDoor("door", FRONT_DOOR)), await requested());
    expect(changes).toEqual({
        "door-certificate": {
            domainName: "shop.example.com",
            subjectAlternativeNames: ["*.shop.example.com", "WWW.example.com"],
            validationMethod: "DNS",
            ...TAGS,
        },
        "door-proof-shop.example.com": { ...record("*.shop.example.com"), name: "_proof.*.shop.example.com" },
        "door-proof-www.example.com": record("www.example.com"),
        "door-valid": {
            certificateArn: made("", "door-certificate").arn,
            validationRecordFqdns: ["door-proof-shop.example.com.proof", "door-proof-www.example.com.proof"],
        },
        "door-listener": { certificateArn: "arn:valid" },
    });
});

test("the listener waits until the certificate is proven, and that for the records", async () => {
    const waits = Object.fromEntries((await requested()).map(({ name, waitsFor }) => [name, waitsFor]));
    expect(waits["door-listener"]).toEqual(["door-balancer", "door-valid"]);
    expect(waits["door-valid"]).toEqual([
        "door-certificate",
        "door-proof-shop.example.com",
        "door-proof-www.example.com",
    ]);
    expect(waits["door-proof-www.example.com"]).toEqual(["door-certificate"]);
});

test("hosts that each have a proof of their own", () => {
    expect(provenHosts(["*.a.org", "a.org", "A.org", "b.a.org"])).toEqual(["a.org", "b.a.org"]);
});

test("a proof is found by its host, with or without a wildcard, in any case", () => {
    expect(proofOf("a.org", [proof("b.org"), proof("*.A.org")])).toEqual(proof("*.A.org"));
    expect(() => proofOf("a.org", [proof("b.org")])).toThrow(
        "certificate.hosts: AWS asks for no proof of a.org, only of b.org",
    );
});
