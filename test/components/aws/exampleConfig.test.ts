import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { deployAws } from "../../../stacks/aws";
import { parseSettings } from "../../../stacks/settings";
import { albLookUps, albMade } from "../../support/albApp";
import { type Answers, Recorder, resolved } from "../../support/harness";
import { DeclaredConfig, declaredKeys } from "../../support/stackConfig";

const text = readFileSync(join(__dirname, "../../../Pulumi.aws.example.yaml"), "utf8");
const { config } = load(text) as { config: Record<string, string | boolean> };
/** What the file has of this project's keys. */
const values = Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) => {
        const [project, name = ""] = key.split(":");
        return project === "blue-green" ? [[name, value]] : [];
    }),
);

/** A certificate tells by which record its host is proven. */
const made: Answers = (type, name) => {
    const proof = { domainName: values.hosts, resourceRecordName: "_x", resourceRecordType: "CNAME" };
    const certificate = { domainValidationOptions: [{ ...proof, resourceRecordValue: "_y" }] };
    return { ...albMade(type, name), ...(type === "aws:acm/certificate:Certificate" ? certificate : {}) };
};

let recorder: Recorder;
beforeEach(async () => {
    recorder = await Recorder.start(made, false, albLookUps);
});
afterEach(() => recorder.settled());

const deploy = (given: Record<string, string | boolean>) => deployAws(parseSettings(new DeclaredConfig(given)));

test("the example's keys are declared, and those that are commented out have the defaults", () => {
    const declared = declaredKeys();
    expect(Object.keys(declared)).toEqual(expect.arrayContaining(Object.keys(values)));
    expect(config["aws:region"]).toMatch(/^[a-z]+-[a-z]+-\d$/);
    const commented = [...text.matchAll(/^ {2}# blue-green:(\w+): (.*)$/gm)];
    expect(commented).toHaveLength(5);
    for (const [, key = "", value] of commented) expect(declared[key]?.default).toBe(value);
});

test("the example declares an app with a certificate and a record of its own", async () => {
    expect(await resolved(deploy(values).url)).toBe("https://shop.example.com");
    const types = (await recorder.settled()).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(["aws:acm/certificate:Certificate", "aws:route53/record:Record"]));
});

test("so it does without a domain, as its comment says", async () => {
    const { hosts, hostedZoneId, ...rest } = values;
    expect([hosts, hostedZoneId]).not.toContain(undefined);
    expect(await resolved(deploy({ ...rest, plainHttp: true }).url)).toMatch(/^http:\/\/shop-/);
});

test.each(["hosts", "hostedZoneId", "blueFrontend", "blueBackend"])("it has no key too many: not without %s", (key) => {
    const { [key]: _left, ...rest } = values;
    expect(() => deploy(rest)).toThrow();
});
