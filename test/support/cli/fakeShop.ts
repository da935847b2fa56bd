import { type Failure, failed, refused } from "../../../cli/failure";
import type { Numbers } from "../../../cli/live/numbers";
import type { LiveReader } from "../../../cli/live/reader";
import type { Update } from "../../../cli/stack/history";
import { parseState, type StackState } from "../../../cli/stack/state";
import type { Ended, Run, Undo, Values, Workspace } from "../../../cli/stack/workspace";
import type { RouterStatus } from "../../../components/gate/status";
import { COLORS, type Color } from "../../../components/release";
import { flat } from "./flatConfig";

const TIERS = ["frontend", "backend"];
const PROJECT = "blue-green";
const NOW = Date.parse("2026-03-01T12:00:00Z");

/** What can be said of a shop before a test. */
export interface ShopFacts {
    /** Names of the apps of the stack. */
    readonly apps?: readonly string[];
    readonly config?: Values;
    readonly visitors?: { readonly [C in Color]?: number };
    readonly drainMinutes?: number;
    /** Links are secrets. */
    readonly signed?: boolean;
}

/** A stack and its router that exist in memory only: an update takes the config over at once. */
export class FakeShop implements Workspace {
    config_: Record<string, string>;
    live: RouterStatus | undefined;
    now = NOW;
    updates: Update[] = [];
    /** What the commands ran, in order. */
    readonly ran: string[] = [];
    /** Why the next update fails, and whether it changes resources, or even traffic, before. */
    trouble: { readonly failure: Failure; readonly touched?: boolean; readonly taken?: boolean } | undefined;
    /** After how many updates the trouble is over. */
    healsAfter = Number.POSITIVE_INFINITY;
    /** Config that somebody else wrote while an update ran. */
    meanwhile: Values | undefined;
    stateFailure: Failure | undefined;
    /** Who changes the stack now. */
    holder: string | undefined;
    /** What the router's numbers are; undefined where nobody counts. */
    numbers: (() => Promise<Numbers>) | undefined = async () => ({});
    /** Config of other namespaces, by full key; a secret has no value. */
    extra: Values = {};
    /** Values of secrets; those that are not there cannot be decrypted. */
    secrets: Values = {};
    visitors: { [C in Color]?: number };
    since: { [C in Color]?: number } = { blue: NOW, green: NOW - 90_000 };
    private applied: Values;

    constructor(private readonly facts: ShopFacts = {}) {
        this.config_ = {
            active: "blue",
            canary: "0",
            epoch: "0",
            blueRelease: "v1",
            greenRelease: "",
            force: "false",
            ...Object.fromEntries(
                ["blue", "green"].flatMap((color) => [
                    [`${color}Frontend`, "f"],
                    [`${color}Backend`, "b"],
                ]),
            ),
            ...facts.config,
        };
        this.visitors = { ...facts.visitors };
        this.applied = { ...this.config_ };
        this.serve();
    }

    async state(): Promise<StackState> {
        return this.parsed({ ciphertext: "v1:abc" });
    }

    async revealed(): Promise<StackState> {
        this.ran.push("revealed");
        return this.parsed();
    }

    private parsed(hidden?: object): StackState {
        if (this.stateFailure) throw this.stateFailure;
        const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
        const sealed = (link: string) => ({ ...mark, ...(hidden ?? { plaintext: JSON.stringify(link) }) });
        const text = JSON.stringify(this.exported(), (key, value) =>
            this.facts.signed && key.endsWith("PreviewUrl") ? sealed(value) : value,
        );
        return parseState(text, undefined, PROJECT);
    }

    async config(): Promise<Values> {
        return { ...flat(PROJECT, this.config_), ...this.extra };
    }

    async history(most: number): Promise<readonly Update[]> {
        return this.updates.slice(0, most);
    }

    async version() {
        return "3.250.0";
    }

    async unlock() {}

    prepare() {}

    undisturbed() {
        this.ran.push("undisturbed");
        return this;
    }

    async secret(key: string) {
        const value = this.secrets[key];
        if (value === undefined) throw failed("PULUMI_CONFIG_PASSPHRASE: it is not the passphrase of this stack");
        return value;
    }

    packageFolder() {
        return "/srv/shop/node_modules/@seesaw/blue-green";
    }

    refuseHeld(): void {
        if (this.holder) throw refused(`in use by ${this.holder}`);
    }

    hold(by: string): () => void {
        this.refuseHeld();
        this.holder = by;
        return () => {
            this.holder = undefined;
        };
    }

    async set(values: Values): Promise<Undo> {
        const before = { ...this.config_ };
        this.ran.push(`set ${spoken(values)}`);
        this.config_ = { ...this.config_, ...values };
        return () => {
            if (this.meanwhile) return false;
            this.config_ = before;
            return true;
        };
    }

    async up({ message, values = {}, show }: Run): Promise<Ended> {
        this.ran.push(`up ${spoken(values)}`.trim());
        const wanted = { ...this.config_, ...values };
        const { trouble } = this;
        if (trouble && --this.healsAfter <= 0) this.trouble = undefined;
        if (this.meanwhile) this.config_ = { ...this.config_, ...this.meanwhile };
        if (!trouble || trouble.taken) this.take(wanted);
        this.updates.unshift({
            kind: "update",
            startedAt: this.now,
            seconds: 7,
            result: trouble ? "failed" : "succeeded",
            message,
            author: "Ada",
            config: flat(PROJECT, wanted),
        });
        show("shop: 20 fresh clients a tier saw it");
        const touched = !trouble || trouble.touched === true || trouble.taken === true;
        return { changes: touched ? { update: ["shop-traffic"] } : {}, touched, failure: trouble?.failure };
    }

    async preview({ values = {} }: Run): Promise<Ended> {
        this.ran.push(`preview ${spoken(values)}`);
        return { changes: { update: ["shop-traffic"] }, touched: true, failure: this.trouble?.failure };
    }

    /** Applies the config as plain pulumi would. */
    plainUp(config: Values, message = "a commit"): void {
        this.config_ = { ...this.config_, ...config };
        this.take(this.config_);
        const update = { kind: "update", startedAt: this.now, seconds: 5, result: "succeeded", message, author: "Ada" };
        this.updates.unshift({ ...update, config: flat(PROJECT, this.config_) });
    }

    /** What an update leaves that was killed, before or after the router took it over: nothing in the history. */
    killedUp(config: Values, taken: boolean): void {
        this.config_ = { ...this.config_, ...config };
        if (taken) this.take(this.config_);
    }

    readonly reader: LiveReader = {
        status: async () => this.live,
        census: async () =>
            Object.fromEntries(
                COLORS.map((color) => {
                    const visitors = this.visitors[color] ?? 0;
                    return [color, { count: visitors, unit: "visitors", withinSeconds: 1800, visitors, addresses: 0 }];
                }),
            ),
        numbers: () => {
            const { numbers } = this;
            return numbers && { name: "the router", lateSeconds: 0, open: async () => numbers };
        },
        standbySince: () => this.since,
        frontDoor: async () => {
            const release = this.live?.colors[this.live.active]?.release;
            return Object.fromEntries(
                TIERS.map((tier) => [tier, this.live ? { status: 200, release } : { error: "refused" }]),
            );
        },
    };

    private take(wanted: Values): void {
        this.applied = { ...wanted };
        this.serve();
    }

    private serve(): void {
        const { active = "blue", canary, epoch } = this.applied;
        const colors = COLORS.flatMap((color) => {
            const release = this.applied[`${color}Release`];
            if (!release) return [];
            const share = color === active ? 100 - Number(canary) : Number(canary);
            const each = (value: number) => Object.fromEntries(TIERS.map((tier) => [tier, value]));
            return [[color, { release, weights: each(share), up: each(2), visitors: 0, addresses: 0 }]];
        });
        this.live = { app: "shop", active, epoch: Number(epoch), colors: Object.fromEntries(colors) };
    }

    private exported() {
        const stack = `urn:pulumi:dev::${PROJECT}::pulumi:pulumi:Stack::${PROJECT}-dev`;
        const apps = (this.facts.apps ?? ["shop"]).flatMap((name) => this.appResources(name, stack));
        return { deployment: { resources: [{ urn: stack, type: "pulumi:pulumi:Stack" }, ...apps] } };
    }

    private appResources(name: string, parent: string) {
        const type = "blue-green:index:HaproxyBlueGreen";
        const urn = `urn:pulumi:dev::${PROJECT}::${type}::${name}`;
        const child = (kind: string, outputs: object) => ({
            urn: `urn:pulumi:dev::${PROJECT}::${type}$pulumi-nodejs:dynamic/blue-green:${kind}::${name}-${kind}`,
            type: `pulumi-nodejs:dynamic/blue-green:${kind}`,
            parent: urn,
            outputs,
        });
        const { active, canary, epoch } = this.applied;
        const releases = Object.fromEntries(
            COLORS.flatMap((color) =>
                this.applied[`${color}Release`] ? [[color, this.applied[`${color}Release`]]] : [],
            ),
        );
        const green = active === "green" ? 100 - Number(canary) : Number(canary);
        const probe = {
            url: "http://shop.test",
            header: "X-Release",
            statusUrl: "http://127.0.0.1:1/status",
            tiers: TIERS.map((tier) => ({ name: tier, healthPath: "/healthz", warmupPaths: [], instances: 2 })),
            releases,
            weights: Object.fromEntries(TIERS.map((tier) => [tier, { blue: 100 - green, green }])),
        };
        const plan = { epoch: Number(epoch), drain: { deadlineMinutes: this.facts.drainMinutes ?? 0 } };
        const link = (color: Color) => (releases[color] ? `http://shop.test/?release=${releases[color]}` : "");
        const outputs = {
            url: probe.url,
            activeColor: active,
            bluePreviewUrl: link("blue"),
            greenPreviewUrl: link("green"),
        };
        return [
            { urn, type, parent, outputs },
            child("ReleasePlan", plan),
            child("SwitchGate", probe),
            child("SwitchCheck", probe),
        ];
    }
}

/** A refusal by the plan, before anything is changed. */
export const planRefuses = (text: string) => ({ failure: refused(text) });
/** A failure after some resource was changed. */
export const upFails = (text: string, taken = false) => ({ failure: failed(text), touched: true, taken });

function spoken(values: Values): string {
    return Object.entries(values)
        .map(([key, value]) => `${key}=${value}`)
        .join(" ");
}
