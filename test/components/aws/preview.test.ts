import * as pulumi from "@pulumi/pulumi";
import { AppMonitoring, AppNetwork, ColorService, FrontDoor, TargetGroupPair } from "../../../components/aws";
import { AppRepositories, ReleaseImages } from "../../../components/images";
import { Recorder, type Registered } from "../../support/harness";
import {
    CERTIFICATE_ARN,
    KEY_ARN,
    known,
    MONITORING,
    made,
    SECRET_ARN,
    SERVICE,
    ZONE_ID,
} from "../../support/pieces/samples";

const HOSTS = { hosts: ["shop.example.com"], hostedZoneId: ZONE_ID };

/** All pieces, each with what the one before it makes. */
function program(): void {
    const network = new AppNetwork("net", {});
    const { vpcId, publicSubnetIds, taskSubnetIds } = network;
    const door = new FrontDoor("door", { vpcId, subnetIds: publicSubnetIds, certificate: HOSTS, dns: HOSTS });
    const groups = new TargetGroupPair("groups", { app: "shop", tier: "backend", vpcId, health: { path: "/up" } });
    const { repositoryUrls } = new AppRepositories("repositories", { app: "shop", tiers: ["backend"] });
    const { references } = new ReleaseImages("images", {
        release: "v1",
        repositoryUrls,
        tiers: { backend: { context: __dirname, dockerfile: __filename } },
    });
    const service = new ColorService("service", {
        ...SERVICE,
        image: references.apply((all) => all.backend ?? ""),
        clusterArn: pulumi.output(SERVICE.clusterArn),
        vpcId,
        subnetIds: taskSubnetIds,
        frontDoorSecurityGroupId: door.securityGroupId,
        targetGroupArn: groups.blueArn,
        loadBalancerArnSuffix: door.loadBalancerArnSuffix,
        autoscaling: { minInstances: 1, maxInstances: 2, requestsPerTarget: 100 },
        secrets: { DB: SECRET_ARN },
        secretKeyArns: [KEY_ARN],
    });
    const backend = {
        blueTargetGroupArn: groups.blueArn,
        greenTargetGroupArn: groups.greenArn,
        blueServiceName: service.serviceName,
    };
    new AppMonitoring("watch", { ...MONITORING, loadBalancerArn: door.loadBalancerArn, tiers: { backend } });
}

/** What a certificate asks for is known after an update only. */
const updated = (type: string, name: string) => ({
    ...made(type, name),
    ...(type.endsWith(":Certificate")
        ? {
              domainValidationOptions: [
                  {
                      domainName: "shop.example.com",
                      resourceRecordName: "_proof",
                      resourceRecordType: "CNAME",
                      resourceRecordValue: "aws",
                  },
              ],
          }
        : {}),
    ...(type.endsWith(":CertificateValidation") ? { certificateArn: CERTIFICATE_ARN } : {}),
});

const named = (all: readonly Registered[]) => all.map(({ type, name, parent }) => `${type} ${name} < ${parent}`).sort();

test("the preview of a first update shows all that the update makes, while nearly nothing is known", async () => {
    jest.spyOn(pulumi.log, "warn").mockImplementation(async () => undefined);
    const before = await Recorder.start(() => ({}), true, known);
    program();
    const previewed = named(await before.settled());
    const after = await Recorder.start(updated, false, known);
    program();
    expect(previewed).toEqual(named(await after.settled()));
    expect(previewed.length).toBeGreaterThan(50);
});
