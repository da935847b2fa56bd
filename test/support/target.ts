import type { Color, DrainArgs, Releases, SessionArgs, TierWeights, Weights } from "../../components/release";
import type { Finished, PulumiStack } from "../../tools/stack/pulumiStack";
import type { FreshAnswer } from "../../tools/traffic";
import type { Capabilities } from "./capabilities";

/** The tiers of the contract app. */
export type Tier = "frontend" | "backend";

/** Config values by their key. */
export type Config = Readonly<Record<string, string>>;

/** What the router does now, by what it says of itself. */
export interface Live {
    readonly active: string;
    /** Number of the last switch. */
    readonly epoch: number;
    /** Colors that are on. */
    readonly colors: { readonly [C in Color]?: LiveColor };
}

export interface LiveColor {
    readonly release: string;
    /** Percent of new visitors, a tier. */
    readonly weights: Readonly<Record<string, number>>;
    /** Instances fit for new visitors, a tier. */
    readonly up: Readonly<Record<string, number>>;
}

/** Who is left on a color. */
export interface Census {
    /** Visitors by their cookie, where the census is exact; else requests. */
    readonly visitors: number;
    /** Addresses of clients without cookies, where the census is exact; else 0. */
    readonly addresses: number;
}

/** One instance of a tier, that the router leads to. */
export interface Instance {
    /** Of its process; the app's answers name it too. */
    readonly pid: number;
    /** Asks the instance itself, past the router. */
    ask(path: string, method?: string): Promise<FreshAnswer>;
    /** Sets what it answers to its health check, as an operator does: `enable`, `drain`, `disable`, or `lie?as=<release>`. */
    control(what: string): Promise<void>;
    /** Ends it at once. */
    kill(): void;
}

/** All that an update could change. */
export interface Facts {
    /** The router's rules as text; undefined when there are none. */
    readonly routes: string | undefined;
    /** Which rules the router says that it has. */
    readonly applied: string | undefined;
    /** Every process of the stack. */
    readonly pids: readonly number[];
    readonly [other: string]: unknown;
}

/** A throw-away stack of this project that runs the contract app, and what a scenario wants to know of it. */
export interface TargetStack {
    readonly pulumi: PulumiStack;
    /** The front door. */
    readonly url: string;

    /** Sets config and runs `pulumi up`, as one command. */
    up(config?: Config): Promise<Finished>;
    /** The same, and it has to succeed. */
    mustUp(config?: Config): Promise<Finished>;
    /** The arguments of such an update. */
    upWith(config: Config): string[];
    /** Brings the stack to these values; does nothing when the last update set them already. */
    ensure(config: Config): Promise<void>;
    /** Notes config that was applied in another way, for {@link ensure}. */
    note(config: Config): void;
    /** Value of the keys `blueFrontend` and so on: the contract app, with flags that make it break the contract. */
    app(...flags: string[]): string;

    live(): Promise<Live>;
    /** Waits until the router sees as many instances of a tier as fit for new visitors. */
    seen(color: Color, tier: Tier, up: number): Promise<void>;
    census(color: Color): Promise<Census>;
    /** Has the session idle time of everybody on a color pass. */
    emptied(color: Color): Promise<void>;
    /** Has it that a color got its last new visitor so much earlier. */
    backdate(color: Color, minutes: number): void | Promise<void>;
    instances(color: Color, tier: Tier): Promise<readonly Instance[]>;
    /** Has all instances of a tier be unfit, those too that take their places, until {@link heal}. */
    sicken(color: Color, tier: Tier): Promise<void>;
    heal(color: Color, tier: Tier): Promise<void>;
    /** Process ids of all instances, also those that nobody remembers, in ascending order. */
    running(): readonly number[];
    facts(): Promise<Facts>;
    /** Waits until what an update has left to end by itself has ended. */
    settle(): Promise<void>;
    /** Ends the router. */
    killRouter(): void | Promise<void>;
    /** Has a router that was killed brought back, by whom it is for. */
    reviveRouter(): Promise<void>;
    /** What runs that nothing leads to, or is there although the stack was destroyed. */
    strays(): Promise<readonly string[]>;
    /** Deletes what killed updates left that runs nothing and that Pulumi does not know, as somebody would by hand. */
    tidy(): Promise<void>;
    /** Destroys everything. Throws when something was left, after it was ended. */
    dispose(): Promise<void>;
}

export interface RouterOptions {
    readonly releases?: Releases;
    readonly session?: SessionArgs;
    readonly drain?: DrainArgs;
    /** Instances a tier and color. Default: 1. */
    readonly instances?: number;
}

/** The target's router with instances of the contract app, by the functions that the resources use, without Pulumi. */
export interface TargetRouter {
    readonly url: string;
    /** Starts what is missing, points the router to these releases and stops the others. */
    deploy(releases: Releases): Promise<void>;
    /** Sets whom new visitors get; the color with the larger share counts as active. */
    weigh(weights: Weights): Promise<void>;
    /** The same, tier by tier, as it is between the two writes of a switch. */
    weighTiers(weights: TierWeights): Promise<void>;
    /** Gives the router its configuration anew. */
    reload(): Promise<void>;
    /** Stops all processes and removes what they left. */
    dispose(): Promise<void>;
}

/** Where an app can run, with all that scenarios need of it. */
export interface Target<S extends TargetStack = TargetStack, R extends TargetRouter = TargetRouter> {
    readonly name: string;
    readonly capabilities: Capabilities;
    /** Resources that a switch may change. */
    readonly switched: readonly string[];
    /** Components around them, whose outputs a switch changes. */
    readonly around: readonly string[];
    /** About as long as an undisturbed update takes. Unit: milliseconds. */
    readonly updateMs: number;
    /** How many releases in a row a test can wait for. */
    readonly turns: number;
    /** The same for switches of a router alone. */
    readonly switches: number;
    /** Config of this target alone that a refused config may have changed, with the value to go back to. */
    readonly base: Config;
    /** Begin of the message when a color has nothing to run for the backend, as a regular expression. */
    readonly tierMissing: string;
    /** Makes a stack and brings v1 up on blue. */
    stack(config?: Config): Promise<S>;
    /** Starts a router with v1 on blue, which gets all new visitors, and v2 on green. */
    router(options?: RouterOptions): Promise<R>;
    /** All that the router would be told for these releases, as text. */
    rules(releases: Releases): string;
}
