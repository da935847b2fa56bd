import type { World } from "./world";

export type Values = Record<string, unknown>;

/** A resource that exists. */
export interface Resource<I = Values> {
    readonly type: string;
    /** What Pulumi knows it by. */
    readonly id: string;
    /** What tells it from all others of its type; the id but for task definitions. */
    readonly key: string;
    inputs: I;
    outputs: Values;
}

/** How a name is made up when the program gives none. */
export interface Naming {
    readonly property: string;
    readonly max: number;
    /** What AWS allows in it. */
    readonly pattern?: RegExp;
    /** Longest `namePrefix`, where the stand-in knows that. The provider adds 26 digits when it makes the resource. */
    readonly longestPrefix?: number;
}

/** A resource type: what the provider does with it, and what AWS does. */
export interface Kind<I = Values> {
    /** Token, such as `aws:lb/targetGroup:TargetGroup`. */
    readonly type: string;
    /** Service as the messages of its client name it. */
    readonly service: string;
    readonly naming?: Naming;
    /** Inputs that the provider fills in. */
    readonly defaults?: Partial<I>;
    /** Inputs whose change makes another resource. */
    readonly replaceOn: readonly (keyof I & string)[];
    /** Inputs that hold JSON, compared by meaning. */
    readonly json?: readonly (keyof I & string)[];
    /** Pure outputs of its own, derived from inputs and key. */
    readonly outputs: (inputs: I, key: string, world: World) => Values;
    readonly identify: (inputs: I, world: World) => { id: string; key?: string };
    /** The key of one that Pulumi knows by its id and outputs. Default: the id. */
    readonly keyOf?: (id: string, outputs: Values) => string;
    /** Throws what AWS refuses, before anything is done; `known` is the resource that an update changes. */
    readonly refuse?: (inputs: I, world: World, known?: Resource<I>) => void;
    /** Makes it true, after it is noted. What it throws undoes the note. */
    readonly put?: (resource: Resource<I>, world: World, before: I | undefined) => void | Promise<void>;
    /** Waits for what the provider waits for; what it throws leaves the resource, as not well initialised. */
    readonly settle?: (resource: Resource<I>, world: World) => Promise<void>;
    /** Throws while it is in use. */
    readonly remove?: (resource: Resource<I>, world: World) => void | Promise<void>;
    /** Other types that keep it from being deleted while their inputs name it. */
    readonly heldBy?: {
        readonly types: readonly string[];
        readonly code: string;
        readonly message: (id: string) => string;
    };
    /** Its inputs as they are now, when something else than Pulumi can change them. */
    readonly now?: (resource: Resource<I>, world: World) => I;
}

/** Types a kind by its inputs; the table of all kinds forgets them. */
export function kind<I>(made: Kind<I>): Kind {
    return made as unknown as Kind;
}
