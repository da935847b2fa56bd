import { GATEWAY, ROUTE_TABLE, SECURITY_GROUP, SUBNET, VPC } from "./kinds/network";
import type { World } from "./world";

const DIGITS = "0d0d0d0d0d0d0d0d0";

/** Every account has one in each region, with a public subnet in each zone. */
export function addDefaultVpc(world: World): void {
    const vpcId = `vpc-${DIGITS}`;
    const put = (type: string, id: string, inputs: object, outputs: object) => {
        world.put({ type, id, key: id, inputs: { ...inputs }, outputs: { ...outputs } });
    };
    const ids = { defaultSecurityGroupId: `sg-${DIGITS}`, mainRouteTableId: `rtb-${DIGITS}` };
    put(VPC, vpcId, { cidrBlock: "172.31.0.0/16", default: true }, ids);
    put(SECURITY_GROUP, ids.defaultSecurityGroupId, {}, { vpcId });
    put(GATEWAY, `igw-${DIGITS}`, { vpcId }, {});
    const routes = [{ cidrBlock: "0.0.0.0/0", gatewayId: `igw-${DIGITS}` }];
    put(ROUTE_TABLE, ids.mainRouteTableId, { routes }, { vpcId });
    for (const [index, availabilityZone] of world.zones.entries()) {
        const cidrBlock = `172.31.${index * 16}.0/20`;
        const inputs = { vpcId, cidrBlock, availabilityZone, mapPublicIpOnLaunch: true };
        put(SUBNET, `subnet-${index}${DIGITS.slice(1)}`, inputs, { availabilityZone });
    }
    world.seal();
}
