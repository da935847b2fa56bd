import type * as pulumi from "@pulumi/pulumi";

/** Host names whose records are made in one hosted zone. */
export interface HostedZoneArgs {
    /**
     * The host names.
     *
     * Unit: none (host names of the zone; a certificate's may start with `*.`). Default: none, required.
     * Error: "certificate.hosts: must be a list of at least one host name, got ..."; "dns.hosts: must be a list of at least one host name, got ...".
     */
    hosts: string[];
    /**
     * The public hosted zone.
     *
     * Unit: none (id). Default: none, required.
     * Error: "certificate.hostedZoneId: must be an id such as Z0123456789ABCDEFGHIJ, got ...";
     * "dns.hostedZoneId: must be an id such as Z0123456789ABCDEFGHIJ, got ...".
     */
    hostedZoneId: pulumi.Input<string>;
}

/** A load balancer and a listener that exist. */
export interface AdoptedFrontDoorArgs {
    /**
     * The listener that gets the app's rules.
     *
     * Unit: none (ARN). Default: none, required.
     * Error: "adopt.listenerArn: must be the ARN of a listener of an application load balancer, got ...".
     */
    listenerArn: pulumi.Input<string>;
    /**
     * Its load balancer.
     *
     * Unit: none (ARN). Default: none, required.
     * Error: "adopt.loadBalancerArn: must be the ARN of an application load balancer, got ...".
     */
    loadBalancerArn: pulumi.Input<string>;
    /**
     * The load balancer's host name.
     *
     * Unit: none (host name). Default: none, required.
     * Error: "adopt.dnsName: must be a host name, got ...".
     */
    dnsName: pulumi.Input<string>;
    /**
     * The load balancer's security group, which is let in to the tasks. It must let the load balancer out to them.
     *
     * Unit: none (id). Default: none, required.
     * Error: "adopt.securityGroupId: must be an id such as sg-0123456789abcdef0, got ...".
     */
    securityGroupId: pulumi.Input<string>;
    /**
     * The listener's port.
     *
     * Unit: TCP port, 1 to 65535. Default: 443, or 80 when not `secure`.
     * Error: "adopt.port: must be a whole number from 1 to 65535, got ...".
     */
    port?: number;
    /**
     * Whether the listener speaks HTTPS.
     *
     * Unit: none (true or false). Default: true.
     * Error: "adopt.secure: must be true or false, got ...".
     */
    secure?: boolean;
}

/** Where a load balancer writes a line for each request. */
export interface AccessLogArgs {
    /**
     * The bucket. Its policy must let load balancers of the region write.
     *
     * Unit: none (bucket name). Default: none, required.
     * Error: "accessLogs.bucket: must be a bucket's name, got ...".
     */
    bucket: pulumi.Input<string>;
    /**
     * Folder in the bucket.
     *
     * Unit: none (text without `/` at its ends). Default: none.
     * Error: "accessLogs.prefix: must have no / at its ends, got ...".
     */
    prefix?: string;
}

/** Arguments of {@link FrontDoor}: an application load balancer that exists (`adopt`), or what to create. */
export interface FrontDoorArgs {
    /**
     * The front door that exists; nothing but DNS records is created then.
     *
     * Unit: none. Default: one is created.
     * Error: see its fields; "<argument>: must be left out when adopt is given, got ...".
     */
    adopt?: AdoptedFrontDoorArgs;
    /**
     * The VPC that all of it is in.
     *
     * Unit: none (id). Default: none, required unless `adopt` is given.
     * Error: "vpcId: must be an id such as vpc-0123456789abcdef0, got ...".
     */
    vpcId?: pulumi.Input<string>;
    /**
     * Subnets of two or more availability zones.
     *
     * Unit: none (ids). Default: none, required unless `adopt` is given.
     * Error: "subnetIds: must be subnets in at least two availability zones, got ...";
     * "subnetIds: must be an id such as subnet-0123456789abcdef0, got ...".
     */
    subnetIds?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Whether it has private addresses only.
     *
     * Unit: none (true or false). Default: false.
     * Error: "internal: must be true or false, got ...".
     */
    internal?: boolean;
    /**
     * Who may connect to the front door.
     *
     * Unit: none (IPv4 blocks). Default: `["0.0.0.0/0"]`, everybody, since a web app's front door is public; required when `internal`.
     * Error: "allowedCidrs: must be a list of at least one IPv4 block such as 10.0.0.0/16, got ...";
     * "allowedCidrs: is needed for an internal front door, got ...".
     */
    allowedCidrs?: string[];
    /**
     * The certificate, in the region of the front door.
     *
     * Unit: none (ARN). Default: see `certificate`.
     * Error: "certificateArn: must be the ARN of a certificate, got ...";
     * "certificateArn: exactly one of certificateArn, certificate and plainHttp must be given, got ...".
     */
    certificateArn?: pulumi.Input<string>;
    /**
     * A certificate to request for these hosts and to prove by records in their hosted zone.
     *
     * Unit: none. Default: see `certificateArn`.
     * Error: see its fields.
     */
    certificate?: HostedZoneArgs;
    /**
     * Speak HTTP instead of HTTPS, for tests and for what is behind another proxy. Cookies cannot be `Secure` then.
     *
     * Unit: none (true or false). Default: false.
     * Error: "plainHttp: must be true or false, got ...".
     */
    plainHttp?: boolean;
    /**
     * Port of the listener.
     *
     * Unit: TCP port, 1 to 65535. Default: 443, or 80 with `plainHttp`.
     * Error: "port: must be a whole number from 1 to 65535, got ...".
     */
    port?: number;
    /**
     * Whether port 80 answers with a redirect to HTTPS. It is not open when it does not.
     *
     * Unit: none (true or false). Default: true, but false with `plainHttp`.
     * Error: "redirectHttp: must be true or false, got ..."; "redirectHttp: must be false when plainHttp is given, got ...";
     * "redirectHttp: must be false when port is 80, got ...".
     */
    redirectHttp?: boolean;
    /**
     * TLS versions and ciphers that are offered, as AWS names a set of them.
     *
     * Unit: none. Default: `ELBSecurityPolicy-TLS13-1-2-2021-06` (TLS 1.2 and 1.3).
     * Error: "tlsPolicy: must be the name of a security policy such as ELBSecurityPolicy-TLS13-1-2-2021-06, got ...".
     */
    tlsPolicy?: string;
    /**
     * Time after which a connection without traffic is closed. Instances must keep theirs open for longer, or visitors get 502.
     *
     * Unit: seconds, 1 to 4000. Default: 60.
     * Error: "idleTimeoutSeconds: must be a whole number from 1 to 4000, got ...".
     */
    idleTimeoutSeconds?: number;
    /**
     * Whether AWS refuses to delete it. Set it to false and update once before you destroy the stack.
     *
     * Unit: none (true or false). Default: true.
     * Error: "deletionProtection: must be true or false, got ...".
     */
    deletionProtection?: boolean;
    /**
     * Where a line for each request goes.
     *
     * Unit: none. Default: nowhere.
     * Error: see its fields.
     */
    accessLogs?: AccessLogArgs;
    /**
     * Host names that get an alias record for the front door.
     *
     * Unit: none. Default: no records.
     * Error: see its fields.
     */
    dns?: HostedZoneArgs;
    /**
     * More tags for all that is created.
     *
     * Unit: none (names and values). Default: none.
     * Error: none.
     */
    tags?: pulumi.Input<{ [name: string]: pulumi.Input<string> }>;
}
