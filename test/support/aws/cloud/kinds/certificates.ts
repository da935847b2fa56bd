import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refuse } from "../awsError";
import { hex } from "../hex";
import { type Kind, kind, type Resource } from "../kind";
import type { World } from "../world";
import { LISTENER, type ListenerInputs } from "./listeners";

const CERTIFICATE = "aws:acm/certificate:Certificate";
const LISTENER_CERTIFICATE = "aws:lb/listenerCertificate:ListenerCertificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const RECORD = "aws:route53/record:Record";

interface CertificateInputs {
    readonly domainName?: string;
    readonly subjectAlternativeNames?: readonly string[];
    readonly validationMethod?: string;
    readonly certificateBody?: string;
    readonly privateKey?: string;
}

interface Pem {
    readonly cert: string;
    readonly key: string;
}

const made = new Map<string, Pem>();

export const certificates: readonly Kind[] = [
    kind<CertificateInputs>({
        type: CERTIFICATE,
        service: "ACM",
        replaceOn: ["domainName", "subjectAlternativeNames", "validationMethod"],
        identify: (_, world) => ({ id: world.arn("acm", `certificate/${uuid()}`) }),
        outputs: (inputs, arn) => ({
            arn,
            domainValidationOptions: namesOf(inputs).map((domainName) => ({
                domainName,
                resourceRecordName: recordName(domainName),
                resourceRecordType: "CNAME",
                resourceRecordValue: "_0123456789abcdef.acm-validations.aws.",
            })),
            status: inputs.certificateBody === undefined ? "PENDING_VALIDATION" : "ISSUED",
            type: inputs.certificateBody === undefined ? "AMAZON_ISSUED" : "IMPORTED",
        }),
        refuse: ({ domainName, certificateBody, privateKey }) => {
            if (certificateBody !== undefined && privateKey === undefined)
                refuse("ValidationException", "a private key is needed");
            if (certificateBody === undefined && domainName === undefined)
                refuse("ValidationException", "a domain name is needed");
        },
        remove: ({ id }, world) => {
            const uses = (listener: Resource<ListenerInputs>) => listener.inputs.certificateArn === id;
            if (world.all<ListenerInputs>(LISTENER).some(uses)) {
                refuse("ResourceInUseException", `Certificate ${id} in account ${world.account} is in use.`);
            }
        },
    }),
    kind<{ readonly certificateArn: string; readonly validationRecordFqdns?: readonly string[] }>({
        type: VALIDATION,
        service: "ACM",
        replaceOn: ["certificateArn", "validationRecordFqdns"],
        identify: () => ({ id: "2026-01-01 00:00:00 +0000 UTC" }),
        outputs: () => ({}),
        refuse: ({ certificateArn }, world) => {
            const message = `Certificate ${certificateArn} not found`;
            const { inputs } = world.must<CertificateInputs>(
                CERTIFICATE,
                certificateArn,
                "ResourceNotFoundException",
                message,
            );
            const records = world
                .all<{ readonly name: string }>(RECORD)
                .map(({ inputs: { name } }) => name.replace(/\.$/, ""));
            const missing = namesOf(inputs).filter((name) => !records.includes(recordName(name).replace(/\.$/, "")));
            // AWS waits for the record; here nobody else could make it.
            if (missing.length > 0) refuse("ValidationException", `no record validates ${missing.join(", ")}`);
        },
    }),
    kind<{ readonly listenerArn: string; readonly certificateArn: string }>({
        type: LISTENER_CERTIFICATE,
        service: "Elastic Load Balancing v2",
        replaceOn: ["listenerArn", "certificateArn"],
        identify: ({ listenerArn, certificateArn }) => ({ id: `${listenerArn}_${certificateArn}` }),
        outputs: () => ({}),
        refuse: ({ listenerArn, certificateArn }, world) => {
            world.must(LISTENER, listenerArn, "ListenerNotFound", `Listener '${listenerArn}' not found`);
            pemOf(certificateArn, world);
        },
    }),
];

/** Certificate and key of an ARN; of one that ACM issued, one signed by itself. */
export function pemOf(arn: string, world: World): Pem {
    const message = `Certificate '${arn}' not found`;
    const { inputs } = world.must<CertificateInputs>(CERTIFICATE, arn, "CertificateNotFound", message);
    const { certificateBody, privateKey } = inputs;
    if (certificateBody !== undefined && privateKey !== undefined) return { cert: certificateBody, key: privateKey };
    const validated = world.all(VALIDATION).some(({ inputs: { certificateArn } }) => certificateArn === arn);
    if (!validated) {
        refuse(
            "UnsupportedCertificate",
            `The certificate '${arn}' must have a fully-qualified domain name, a supported signature, and a supported key size.`,
        );
    }
    const known = made.get(arn) ?? selfSigned(inputs.domainName ?? "");
    made.set(arn, known);
    return known;
}

function selfSigned(name: string): Pem {
    const folder = mkdtempSync(join(tmpdir(), "certificate-"));
    const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
    try {
        const files = ["-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2"];
        execFileSync(
            "openssl",
            ["req", "-x509", ...files, "-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`],
            { stdio: "pipe" },
        );
        return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
    } finally {
        rmSync(folder, { recursive: true });
    }
}

function namesOf({ domainName, subjectAlternativeNames = [] }: CertificateInputs): string[] {
    return [...new Set([...(domainName === undefined ? [] : [domainName]), ...subjectAlternativeNames])];
}

/** A wildcard is validated by the record of its domain. */
function recordName(domain: string): string {
    return `_0123456789abcdef.${domain.replace(/^\*\./, "")}.`;
}

function uuid(): string {
    return [8, 4, 4, 4, 12].map(hex).join("-");
}
