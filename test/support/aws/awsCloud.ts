import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathWithStandIn } from "../plugin/path";
import { askCloud } from "./askCloud";
import type { SeenGroup, SeenRule, SeenService, SeenTask } from "./cloud/seen";
import type { Trouble } from "./cloud/world";

export const REGION = "eu-central-1";
const ROOT = join(__dirname, "../../..");

export interface AwsCloudOptions {
    /** Names the processes of one test. */
    readonly mark: string;
    /** How many seconds of the cloud pass in a real one: health checks, draining, stopping. Default: 10. */
    readonly timeScale?: number;
}

/**
 * The stand-in for AWS, as a process of its own: real AWS needs an account, which tests do not have. What it does is made
 * after AWS's documentation; nothing outside `test/` knows of it.
 */
export class AwsCloud {
    private constructor(
        private readonly process: ChildProcess,
        readonly url: string,
        private readonly complaints: string[],
    ) {}

    static async start({ mark, timeScale = 10 }: AwsCloudOptions): Promise<AwsCloud> {
        const file = join(__dirname, "cloud/main.ts");
        const args = [
            "--require",
            "tsx/cjs",
            file,
            `--region=${REGION}`,
            `--time-scale=${timeScale}`,
            `--mark=${mark}`,
        ];
        // Its stdin is never written to: it ends with this process.
        const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ["pipe", "pipe", "pipe"] });
        const complaints: string[] = [];
        createInterface({ input: child.stderr }).on("line", (line) => complaints.push(line));
        const first = once(createInterface({ input: child.stdout }), "line").then(([line]) => String(line));
        const url = await Promise.race([first, once(child, "exit").then(() => undefined)]);
        if (url === undefined) throw new Error(`the stand-in cloud did not start: ${complaints.join("\n")}`);
        return new AwsCloud(child, url, complaints);
    }

    /** What Pulumi and programs need, to meet this cloud and never the real one. */
    get environment(): Record<string, string> {
        return {
            PATH: pathWithStandIn("aws"),
            AWS_ENDPOINT_URL: this.url,
            AWS_REGION: REGION,
            AWS_ACCESS_KEY_ID: "stand-in",
            AWS_SECRET_ACCESS_KEY: "stand-in",
            AWS_SESSION_TOKEN: "",
            AWS_PROFILE: "",
            AWS_CONFIG_FILE: "/dev/null",
            AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
            AWS_EC2_METADATA_DISABLED: "true",
        };
    }

    /** Says what runs when an image is started. */
    async setImages(images: Readonly<Record<string, readonly string[]>>, digestOnly?: boolean): Promise<void> {
        await this.order("setImages", { images, digestOnly });
    }

    /** The tasks that are there, or those that stopped lately. */
    async tasks(stopped = false): Promise<SeenTask[]> {
        return (await this.order("tasks", { stopped })) as SeenTask[];
    }

    async killTask(id: string): Promise<void> {
        await this.order("killTask", { id });
    }

    /** Changes a rule's weights, by target group ARN, behind Pulumi's back. */
    async setWeights(rule: string, weights: Readonly<Record<string, number>>): Promise<void> {
        await this.order("setWeights", { rule, weights });
    }

    /** Changes a rule's tags behind Pulumi's back. */
    async setTags(arn: string, tags: Readonly<Record<string, string>>): Promise<void> {
        await this.order("setTags", { arn, tags });
    }

    /** The load balancer fails, or is back. */
    async setBalancer(state: "fail" | "recover"): Promise<void> {
        await this.order(`${state}Balancer`);
    }

    /** Has the API do less than its best. */
    async setTrouble(trouble: Partial<Trouble>): Promise<void> {
        await this.order("setTrouble", trouble);
    }

    /** Answers the creation of resources of a type so much later than it is done. */
    async setAnswerDelay(type: string, seconds: number): Promise<void> {
        await this.order("setAnswerDelay", { type, seconds });
    }

    /** Deletes a resource behind Pulumi's back. */
    async remove(type: string, id: string): Promise<void> {
        await askCloud(this.url, "provider", "delete", { urn: `urn:pulumi:test::test::${type}::${id}`, id });
    }

    /** All listener rules, in the order in which they are asked. */
    async rules(): Promise<SeenRule[]> {
        return (await this.order("rules")) as SeenRule[];
    }

    async groups(): Promise<SeenGroup[]> {
        return (await this.order("groups")) as SeenGroup[];
    }

    async services(): Promise<SeenService[]> {
        return (await this.order("services")) as SeenService[];
    }

    /** Requests that a target group got since a moment. */
    async requests(group: string, from: number): Promise<number> {
        return (await this.order("requests", { group, from, to: Date.now() + 1 })) as number;
    }

    /** Has all requests so far come that much earlier. */
    async ageRequests(ms: number): Promise<void> {
        await this.order("ageRequests", { ms });
    }

    /** Everything that exists, as type and id, without what every account has. */
    async resources(): Promise<string[]> {
        return (await this.order("resources")) as string[];
    }

    /** Ends it and all its tasks. */
    async close(): Promise<void> {
        if (this.process.exitCode !== null || this.process.signalCode !== null) {
            throw new Error(`the stand-in cloud has ended before: ${this.complaints.join("\n")}`);
        }
        const gone = once(this.process, "exit");
        this.process.stdin?.end();
        const [code] = await gone;
        if (code !== 0) throw new Error(`the stand-in cloud ended with ${code}: ${this.complaints.join("\n")}`);
    }

    private order(name: string, order: object = {}): Promise<unknown> {
        return askCloud(this.url, "control", name, order);
    }
}
