import { metricName, nameIn, parseArn } from "../../../components/aws/common/arns";
import { CLUSTER_ARN, LOAD_BALANCER_ARN, SECRET_ARN, targetGroupArn } from "../../support/pieces/samples";

test("an ARN has five parts, and all that follows is the resource", () => {
    expect(parseArn(SECRET_ARN)).toEqual({
        partition: "aws",
        service: "secretsmanager",
        region: "eu-central-1",
        account: "123456789012",
        resource: "secret:shop/db-AbCdEf",
    });
    expect(parseArn("arn:aws-cn:iam::123456789012:role/shop")).toMatchObject({ partition: "aws-cn", region: "" });
});

test.each(["", "shop", "arn:aws:s3", "urn:aws:s3:::shop"])("%j is none", (text) => {
    expect(() => parseArn(text)).toThrow(`expected an ARN, got ${text}`);
});

test("metrics name a load balancer without its kind, and a target group with it", () => {
    expect(metricName(LOAD_BALANCER_ARN)).toBe("app/shop/0123456789abcdef");
    expect(metricName(targetGroupArn("blue"))).toBe("targetgroup/shop-backend-blue/0123456789abcdef");
});

test("the name is last", () => {
    expect(nameIn(CLUSTER_ARN)).toBe("shops");
});
