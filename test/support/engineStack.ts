import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";
import { ask as askFor, freshAddress } from "../../components/gate/http";
import { files } from "../../components/haproxy/config/spec";
import { readJson } from "../../components/haproxy/runtime/files";
import { readRecords } from "../../components/haproxy/runtime/instanceRecords";
import { isAlive, type ProcessIdentity } from "../../components/haproxy/runtime/process";
import { ask } from "../../components/haproxy/runtime/socket";
import { PulumiStack, type StackOptions } from "../../tools/stack/pulumiStack";

/** What runs of an app, by its own records: process ids by `<tier> <instance>`, of the router, and of HAProxy's worker. */
export type Running = Readonly<Record<string, number>>;

/** A line of a stack trace, which no operator is to see. */
export const STACK_TRACE = /^\s+at \S+/m;

/** What a test's stack is made from. */
interface TestStackOptions extends Omit<StackOptions, "name"> {
    /** First part of the stack's name. */
    readonly label: string;
    /** The app of the project. Default: shop. */
    readonly app?: string;
    /** Removed once the stack is destroyed. */
    readonly temporary?: string;
}

/** A stack for the tests of one file: made before them, destroyed after them. */
export function stackOf(options: TestStackOptions) {
    const { label, app = "shop" } = options;
    const held: { stack?: PulumiStack; project: string } = { project: "blue-green" };
    beforeAll(async () => {
        held.stack = await PulumiStack.create({ ...options, name: `${label}-${process.pid}` });
        held.project = projectOf(options.project ?? join(__dirname, "../.."));
    });
    afterAll(async () => {
        expect(await held.stack?.dispose()).toBeUndefined();
        if (options.temporary) rmSync(options.temporary, { recursive: true });
    });
    return {
        get stack(): PulumiStack {
            if (!held.stack) throw new Error("the stack was not made");
            return held.stack;
        },
        /** The state folder of an app of it. */
        folder(of = app): string {
            return join(this.stack.home, "state", "blue-green", held.project, this.stack.name, of);
        },
        /** What runs of an app of it. */
        running(of = app): Promise<Running> {
            return runningIn(this.folder(of));
        },
    };
}

/** What runs of the app with this state folder. */
export async function runningIn(folder: string): Promise<Running> {
    if (!existsSync(folder)) return {};
    const instances = readRecords(folder).flatMap(({ tier, instances }) =>
        instances.filter(isAlive).map(({ name, pid }): [string, number] => [`${tier} ${name}`, pid]),
    );
    const router = readJson<ProcessIdentity>(files(folder).process);
    if (!router || !isAlive(router)) return Object.fromEntries(instances);
    const worker = /^Pid: (\d+)$/m.exec(await ask(files(folder).socket, "show info"))?.[1];
    return Object.fromEntries([...instances, ["router", router.pid], ["worker", Number(worker)]]);
}

/** The steps of a plan that do something, as `<operation> <name>`, without the stack itself. */
export async function changesPlanned(stack: PulumiStack): Promise<string[]> {
    const steps = await stack.plan();
    return steps
        .filter(({ op, type }) => op !== "same" && type !== "pulumi:pulumi:Stack")
        .map(({ op, name }) => `${op} ${name}`)
        .sort();
}

/** The outputs of a resource as the state has them; undefined when it has no such resource. */
export async function valuesInState(stack: PulumiStack, name: string): Promise<unknown> {
    const { stdout } = await stack.must(["stack", "export", "--stack", stack.name]);
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: { urn: string; outputs: unknown }[] } };
    return deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`))?.outputs;
}

/** The release that a new client without any pin meets: each comes from an address of its own. */
export async function releaseAt(url: string): Promise<unknown> {
    const { headers } = await askFor(url, { localAddress: freshAddress(url) });
    return headers["x-release"];
}

function projectOf(folder: string): string {
    return (load(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as { name: string }).name;
}
