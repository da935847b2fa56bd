import * as acm from "@pulumi/aws/acm";
import * as route53 from "@pulumi/aws/route53";
import type * as pulumi from "@pulumi/pulumi";
import { tagged } from "../common/tags";
import type { FrontDoorArgs, HostedZoneArgs } from "./frontDoorArgs";
import { provenHosts } from "./frontDoorSettings";

/** Time that resolvers keep the record of a proof. */
const PROOF_SECONDS = 60;

/** The certificate that was given, or one that is requested and proven. */
export function certificateOf(parent: pulumi.Resource, name: string, args: FrontDoorArgs) {
    return args.certificate ? requested(parent, name, args.certificate, args.tags) : args.certificateArn;
}

function requested(
    parent: pulumi.Resource,
    name: string,
    { hosts, hostedZoneId }: HostedZoneArgs,
    tags: FrontDoorArgs["tags"],
) {
    const opts = { parent };
    const [domainName, ...subjectAlternativeNames] = hosts;
    const certificate = new acm.Certificate(
        `${name}-certificate`,
        { domainName, subjectAlternativeNames, validationMethod: "DNS", tags: tagged({ Name: name }, tags) },
        opts,
    );
    const records = provenHosts(hosts).map((host) => {
        const proof = certificate.domainValidationOptions.apply((all) => proofOf(host, all));
        return new route53.Record(
            `${name}-proof-${host}`,
            {
                zoneId: hostedZoneId,
                name: proof.resourceRecordName,
                type: proof.resourceRecordType,
                records: [proof.resourceRecordValue],
                ttl: PROOF_SECONDS,
                allowOverwrite: true,
            },
            opts,
        );
    });
    const valid = new acm.CertificateValidation(
        `${name}-valid`,
        { certificateArn: certificate.arn, validationRecordFqdns: records.map(({ fqdn }) => fqdn) },
        opts,
    );
    return valid.certificateArn;
}

/** A record that proves a host, as AWS asks for it. */
interface Proof {
    readonly domainName: string;
    readonly resourceRecordName: string;
    readonly resourceRecordType: string;
    readonly resourceRecordValue: string;
}

/** The record for a host; that of a wildcard is under the host below it. */
export function proofOf(host: string, all: readonly Proof[]): Proof {
    const found = all.find(({ domainName }) => domainName.toLowerCase().replace(/^\*\./, "") === host);
    if (found) return found;
    throw new Error(`certificate.hosts: AWS asks for no proof of ${host}, only of ${all.map((one) => one.domainName)}`);
}
