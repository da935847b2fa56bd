/** The parts of an ARN. */
export interface Arn {
    readonly partition: string;
    readonly service: string;
    readonly region: string;
    readonly account: string;
    /** All after the fifth colon. */
    readonly resource: string;
}

/** Takes an ARN apart. */
export function parseArn(arn: string): Arn {
    const [scheme, partition = "", service = "", region = "", account = "", ...rest] = arn.split(":");
    if (scheme !== "arn" || rest.length === 0) throw new Error(`expected an ARN, got ${arn}`);
    return { partition, service, region, account, resource: rest.join(":") };
}

/** A load balancer or a target group as metrics name it: `app/<name>/<id>`, `targetgroup/<name>/<id>`. */
export function metricName(arn: string): string {
    return parseArn(arn).resource.replace(/^loadbalancer\//, "");
}

/** The last part of an ARN such as a cluster's or a service's: its name. */
export function nameIn(arn: string): string {
    return parseArn(arn).resource.split("/").at(-1) ?? "";
}
