import type * as pulumi from "@pulumi/pulumi";

/** Arguments of {@link AppNetwork}: a VPC that exists (`vpcId` and the subnets), or what to create. */
export interface AppNetworkArgs {
    /**
     * The VPC that exists; nothing is created then.
     *
     * Unit: none (id). Default: a VPC is created.
     * Error: "vpcId: must be an id such as vpc-0123456789abcdef0, got ...".
     */
    vpcId?: pulumi.Input<string>;
    /**
     * Subnets of that VPC for the load balancer, in two or more availability zones. An internal load balancer may have private ones.
     *
     * Unit: none (ids). Default: none, required with `vpcId`.
     * Error: "publicSubnetIds: must be subnets in at least two availability zones, got ...";
     * "publicSubnetIds: must be an id such as subnet-0123456789abcdef0, got ..."; "publicSubnetIds: must be left out unless vpcId is given, got ...".
     */
    publicSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Subnets of that VPC for the tasks. They need a way to the image registry: a NAT gateway, VPC endpoints, or public addresses.
     *
     * Unit: none (ids). Default: none, required with `vpcId`.
     * Error: "taskSubnetIds: must be subnets in at least two availability zones, got ...";
     * "taskSubnetIds: must be an id such as subnet-0123456789abcdef0, got ..."; "taskSubnetIds: must be left out unless vpcId is given, got ...".
     */
    taskSubnetIds?: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Whether tasks in those subnets get public addresses, which they need in a subnet that has no NAT gateway.
     *
     * Unit: none (true or false). Default: false.
     * Error: "assignPublicIp: must be true or false, got ..."; "assignPublicIp: must be left out unless vpcId is given, got ...".
     */
    assignPublicIp?: boolean;
    /**
     * Addresses of a VPC that is created. It is cut into 16 equal parts: one a zone for tasks, from the first on, and one a zone for the
     * load balancer, from the ninth on.
     *
     * Unit: none (IPv4 block, /16 to /23). Default: `10.0.0.0/16`.
     * Error: "cidrBlock: must be an IPv4 block from /16 to /23 such as 10.0.0.0/16, got ...";
     * "cidrBlock: must start at the first address of the block, got ..."; "cidrBlock: must be left out when vpcId is given, got ...".
     */
    cidrBlock?: string;
    /**
     * Availability zones of a VPC that is created: that many of the region's, in the order of their names.
     *
     * Unit: count, 2 to 6. Default: 2.
     * Error: "zones: must be a whole number from 2 to 6, got ..."; "zones: must be left out when vpcId is given, got ...";
     * "zones: must be left out when zoneNames is given, got ...".
     */
    zones?: number;
    /**
     * Availability zones of a VPC that is created, by name. Add new ones at the end: a zone's place in the list decides its addresses.
     *
     * Unit: none (2 to 6 names). Default: see `zones`.
     * Error: "zoneNames: must be 2 to 6 different names such as eu-central-1a, got ...";
     * "zoneNames: must be left out when vpcId is given, got ...".
     */
    zoneNames?: string[];
    /**
     * NAT gateways of a VPC that is created: one for all zones, or one for each, so that a zone's failure leaves the others online. With 0 the
     * tasks are in the public subnets and have public addresses, each billed for itself; only the load balancer reaches them all the same.
     *
     * Unit: count, 0, 1 or as many as zones. Default: 1.
     * Error: "natGateways: must be 0, 1 or one a zone, got ..."; "natGateways: must be left out when vpcId is given, got ...".
     */
    natGateways?: number;
    /**
     * More tags for all that is created.
     *
     * Unit: none (names and values). Default: none.
     * Error: none.
     */
    tags?: pulumi.Input<{ [name: string]: pulumi.Input<string> }>;
}
