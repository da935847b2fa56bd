import * as pulumi from "@pulumi/pulumi";
import { FrontDoor, type FrontDoorArgs } from "../../../components/aws";
import { Recorder } from "../../support/harness";
import { declaredBy } from "../../support/pieces/declared";
import { ADOPTED, FRONT_DOOR, known, made, PUBLIC_SUBNETS, VPC_ID, ZONE_ID } from "../../support/pieces/samples";

const door = (args: FrontDoorArgs) => () => new FrontDoor("door", args);
const arn = (name: string) => made("", name).arn;

test.each<[string, FrontDoorArgs, Record<string, unknown>]>([
    [
        "one that is created",
        FRONT_DOOR,
        {
            listenerArn: arn("door-listener"),
            loadBalancerArn: arn("door-balancer"),
            loadBalancerArnSuffix: "app/door-balancer/1",
            dnsName: "door-balancer.elb.amazonaws.com",
            securityGroupId: "door-group-id",
            port: 443,
            secure: true,
        },
    ],
    [
        "one that speaks HTTP on a port of its own",
        { vpcId: VPC_ID, subnetIds: PUBLIC_SUBNETS, plainHttp: true, port: 8080 },
        { listenerArn: arn("door-listener"), port: 8080, secure: false },
    ],
    [
        "one that exists",
        { adopt: ADOPTED },
        { ...ADOPTED, loadBalancerArnSuffix: "app/shop/0123456789abcdef", port: 443, secure: true },
    ],
    [
        "one that exists and is known later",
        { adopt: { ...ADOPTED, loadBalancerArn: pulumi.output(ADOPTED.loadBalancerArn), secure: false } },
        { ...ADOPTED, loadBalancerArnSuffix: "app/shop/0123456789abcdef", port: 80, secure: false },
    ],
    ["one that exists on another port", { adopt: { ...ADOPTED, port: 8443 } }, { port: 8443, secure: true }],
])("the outputs of %s", async (_, args, outputs) => {
    const recorder = await Recorder.start(made, false, known);
    const { port, secure } = new FrontDoor("door", args);
    expect(await recorder.outputsOf("door")).toMatchObject({ ...outputs, port, secure });
    expect({ port, secure }).toMatchObject({ port: outputs.port, secure: outputs.secure });
});

test("of one that exists nothing is created but records, for load balancers of its region", async () => {
    const looked: unknown[] = [];
    const recorder = await Recorder.start(made, false, (token, inputs) => {
        looked.push([token, inputs]);
        return known(token, inputs);
    });
    new FrontDoor("door", { adopt: ADOPTED, dns: { hosts: ["shop.example.com"], hostedZoneId: ZONE_ID } });
    const [, ...children] = await recorder.settled();
    expect(children.map(({ name, inputs }) => [name, inputs])).toEqual([
        [
            "door-dns-shop.example.com",
            {
                zoneId: ZONE_ID,
                name: "shop.example.com",
                type: "A",
                aliases: [{ name: ADOPTED.dnsName, zoneId: "ZLOADBALANCERS", evaluateTargetHealth: false }],
            },
        ],
    ]);
    expect(looked).toEqual([
        ["aws:lb/getHostedZoneId:getHostedZoneId", { region: "eu-central-1", loadBalancerType: "application" }],
    ]);
    expect((await declaredBy(door({ adopt: ADOPTED }))).map(({ name }) => name)).toEqual(["door"]);
});
