import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";

export const REGION = "eu-central-1";

/** Why there is no emulator; undefined when there is one. The set-up looks for it and tells. */
export function emulatorMissing(): string | undefined {
    if (process.env.MOTO_PYTHON) return undefined;
    return process.env.MOTO_MISSING ?? "MOTO_PYTHON is not set; run: npm run test:emulator";
}

/** moto, a public emulator of AWS, on loopback. The SDK's own variables lead every client to it, also those of the product. */
export class Emulator {
    readonly balancing = new ElasticLoadBalancingV2Client({ region: REGION, maxAttempts: 1 });

    private constructor(
        private readonly child: ChildProcess,
        private readonly url: string,
    ) {}

    static async start(): Promise<Emulator> {
        const python = process.env.MOTO_PYTHON ?? "";
        const child = spawn(python, ["-m", "moto.server", "-H", "127.0.0.1", "-p", "0"], {
            stdio: ["ignore", "ignore", "pipe"],
        });
        const url = await addressOf(child);
        Object.assign(process.env, {
            AWS_ENDPOINT_URL: url,
            AWS_ACCESS_KEY_ID: "emulator",
            AWS_SECRET_ACCESS_KEY: "emulator",
        });
        return new Emulator(child, url);
    }

    /** Subnets that it has from the start, and their VPC; no client for EC2 is needed for that. */
    async network(): Promise<{ subnets: string[]; vpc: string }> {
        const scope = `Credential=emulator/20260101/${REGION}/ec2/aws4_request`;
        const answer = await fetch(this.url, {
            method: "POST",
            headers: {
                authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=none`,
                "content-type": "application/x-www-form-urlencoded",
            },
            body: "Action=DescribeSubnets&Version=2016-11-15",
        });
        const text = await answer.text();
        const subnets = [...text.matchAll(/<subnetId>(subnet-\w+)/g)].map(([, id = ""]) => id);
        return { subnets, vpc: /<vpcId>(vpc-\w+)/.exec(text)?.[1] ?? "" };
    }

    async stop(): Promise<void> {
        this.balancing.destroy();
        const ended = once(this.child, "close");
        this.child.kill("SIGTERM");
        await ended;
    }
}

/** The address that it says it runs on: it takes a free port. */
function addressOf(child: ChildProcess): Promise<string> {
    return new Promise((resolve, reject) => {
        const said: string[] = [];
        if (!child.stderr) throw new Error("the emulator's output is not read");
        createInterface({ input: child.stderr }).on("line", (line) => {
            said.push(line);
            const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
            if (address) resolve(address);
        });
        child.once("error", reject);
        child.once("close", (code) => reject(new Error(`the emulator ended (${code}):\n${said.join("\n")}`)));
    });
}
