import type { IncomingMessage } from "node:http";
import { AwsError, codeOf } from "../awsError";
import type { World } from "../world";
import { CLOUDWATCH } from "./cloudwatch";
import { ECS } from "./ecs";
import { ELBV2 } from "./elbv2";
import { answerXml, errorXml, parseQuery } from "./xml";

/** What goes back to a client of AWS. */
export interface WireAnswer {
    readonly status: number;
    readonly type: string;
    readonly body: string;
    readonly headers?: Record<string, string>;
}

const TARGETS: Readonly<Record<string, { readonly actions: object; readonly type: string }>> = {
    AmazonEC2ContainerServiceV20141113: { actions: ECS, type: "application/x-amz-json-1.1" },
    GraniteServiceVersion20100801: { actions: CLOUDWATCH, type: "application/x-amz-json-1.0" },
};

/** Answers a request of an AWS client: JSON for ECS and CloudWatch, the Query protocol for Elastic Load Balancing. */
export function answerWire(request: IncomingMessage, body: string, world: World): WireAnswer {
    const target = request.headers["x-amz-target"];
    const signed = /^AWS4-HMAC-SHA256 Credential=/.test(request.headers.authorization ?? "");
    return typeof target === "string" ? answerJson(target, body, signed, world) : answerQuery(body, signed, world);
}

function answerJson(target: string, body: string, signed: boolean, world: World): WireAnswer {
    const [service = "", name = ""] = target.split(".");
    const known = TARGETS[service];
    const type = known?.type ?? "application/x-amz-json-1.1";
    try {
        const result = act(known?.actions, name, JSON.parse(body), signed, world);
        return { status: 200, type, body: JSON.stringify(result) };
    } catch (error) {
        const { code, message, status } = refusal(error);
        const headers = { "x-amzn-errortype": code };
        return { status, type, body: JSON.stringify({ __type: code, message }), headers };
    }
}

function answerQuery(body: string, signed: boolean, world: World): WireAnswer {
    const { Action: name = "", Version, ...query } = parseQuery(body);
    const type = "text/xml";
    try {
        if (Version !== "2015-12-01")
            throw new AwsError("InvalidAction", `the stand-in has no API of version ${Version}`);
        return { status: 200, type, body: answerXml(String(name), act(ELBV2, String(name), query, signed, world)) };
    } catch (error) {
        const { code, message, status } = refusal(error);
        return { status, type, body: errorXml(code, message) };
    }
}

function act(actions: object | undefined, name: string, request: object, signed: boolean, world: World): object {
    if (!signed) throw new AwsError("MissingAuthenticationToken", "Missing Authentication Token", 403);
    if (world.trouble.throttled > 0) {
        world.trouble.throttled -= 1;
        throw new AwsError(actions === ELBV2 ? "Throttling" : "ThrottlingException", "Rate exceeded");
    }
    const action = (actions as Record<string, (request: object, world: World) => object> | undefined)?.[name];
    if (!action) throw new AwsError("InvalidAction", `the stand-in for AWS does not answer ${name}`);
    return action(request, world);
}

function refusal(error: unknown): { code: string; message: string; status: number } {
    const message = error instanceof Error ? error.message : String(error);
    const code = codeOf(error);
    if (code === undefined)
        return {
            code: "InternalFailure",
            message: error instanceof Error ? (error.stack ?? message) : message,
            status: 500,
        };
    return { code, message, status: error instanceof AwsError ? error.status : 400 };
}
