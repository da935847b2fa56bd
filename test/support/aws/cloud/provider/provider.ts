import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { UNKNOWN } from "../../../plugin/unknown";
import { AwsError, codeOf } from "../awsError";
import { hex } from "../hex";
import type { Kind, Resource, Values } from "../kind";
import { kindOf } from "../kinds";
import type { World } from "../world";
import { type Checked, check, DEFAULTS } from "./check";
import { argumentsOf, outputsOf } from "./declared";
import { type Difference, diff } from "./diff";
import { invoke } from "./invoke";

/** What the plugin asks: a request of Pulumi's engine, in plain values. */
export interface Asked {
    readonly urn: string;
    readonly id?: string;
    /** Checked inputs, but for `check` as the program gave them. */
    readonly news?: Values;
    readonly oldInputs?: Values;
    readonly oldOutputs?: Values;
    readonly preview?: boolean;
    readonly seed?: string;
    readonly defaultTags?: Record<string, string>;
}

/** A resource as the engine gets to know it. */
export interface Answered {
    readonly id: string;
    readonly outputs: Values;
    /** It exists, but what the provider waits for did not come. */
    readonly unsettled?: string;
}

/** The stand-in for the provider `aws`. The real one works with an account only, so tests always have this one. */
export class Provider {
    constructor(private readonly world: World) {}

    check({ urn, news = {}, oldInputs = {}, seed }: Asked): Checked {
        return check(kindOf(urn), nameOf(urn), news, oldInputs, seed);
    }

    diff({ urn, oldInputs = {}, news = {} }: Asked): Difference {
        return diff(kindOf(urn), oldInputs, news);
    }

    async create(asked: Asked): Promise<Answered> {
        const kind = kindOf(asked.urn);
        const given = plain(asked.news);
        if (asked.preview) return { id: "", outputs: this.planned(kind, given, asked) };
        return this.answering(kind, `creating ${typeOf(asked.urn)} (${nameOf(asked.urn)})`, async () => {
            const inputs = { ...given, ...prefixed(kind, given) };
            kind.refuse?.(inputs, this.world);
            const { id, key = id } = kind.identify(inputs, this.world);
            const resource: Resource = {
                type: kind.type,
                id,
                key,
                inputs,
                outputs: this.outputs(kind, inputs, key, asked),
            };
            this.world.put(resource);
            try {
                await kind.put?.(resource, this.world, undefined);
            } catch (error) {
                this.world.remove(resource);
                throw error;
            }
            const unsettled = await this.unsettled(kind, resource);
            await sleep((this.world.answerDelays.get(kind.type) ?? 0) * 1000);
            return { id, outputs: resource.outputs, ...unsettled };
        });
    }

    async update(asked: Asked): Promise<Answered> {
        const kind = kindOf(asked.urn);
        const inputs = plain(asked.news);
        const { id = "", oldOutputs = {} } = asked;
        if (asked.preview)
            return { id, outputs: { ...this.kept(kind, oldOutputs), ...this.common(kind, inputs, asked) } };
        return this.answering(kind, `updating ${typeOf(asked.urn)} (${id})`, async () => {
            const resource = this.known(kind, id, oldOutputs);
            const before = { inputs: resource.inputs, outputs: resource.outputs };
            const named = { ...inputs, ...prefixed(kind, inputs, resource) };
            kind.refuse?.(named, this.world, resource);
            resource.inputs = named;
            resource.outputs = this.outputs(kind, named, resource.key, asked);
            try {
                await kind.put?.(resource, this.world, before.inputs);
            } catch (error) {
                Object.assign(resource, before);
                throw error;
            }
            return { id, outputs: resource.outputs, ...(await this.unsettled(kind, resource)) };
        });
    }

    async delete({ urn, id = "", oldOutputs = {} }: Asked): Promise<void> {
        const kind = kindOf(urn);
        const resource = this.world.find(kind.type, kind.keyOf?.(id, oldOutputs) ?? id);
        if (!resource) return; // Gone already is as good, for the real provider too.
        await this.answering(kind, `deleting ${typeOf(urn)} (${id})`, async () => {
            if (kind.heldBy) {
                const { types, code, message } = kind.heldBy;
                const names = [id, String(resource.outputs.arn)];
                const holds = ({ inputs }: Resource) =>
                    names.some((name) => JSON.stringify(inputs).includes(`"${name}"`));
                if (types.some((type) => this.world.all(type).some(holds))) throw new AwsError(code, message(id));
            }
            await kind.remove?.(resource, this.world);
            this.world.remove(resource);
        });
    }

    /** What a refresh sees; nothing when it is gone. */
    read({ urn, id = "", oldInputs = {}, oldOutputs = {}, ...asked }: Asked) {
        const kind = kindOf(urn);
        const resource = this.world.find(kind.type, kind.keyOf?.(id, oldOutputs) ?? id);
        if (!resource) return undefined;
        const inputs = kind.now?.(resource, this.world) ?? resource.inputs;
        const outputs = this.outputs(kind, inputs, resource.key, { urn, ...asked });
        const marks = oldInputs[DEFAULTS] === undefined ? {} : { [DEFAULTS]: oldInputs[DEFAULTS] };
        const seen = withoutPrefixed(kind, inputs);
        const unchanged = isDeepStrictEqual(seen, plain(oldInputs));
        return { id, outputs, inputs: unchanged ? oldInputs : { ...seen, ...marks } };
    }

    invoke({ token, args }: { token: string; args: Values }): Values {
        return invoke(token, args, this.world);
    }

    private known(kind: Kind, id: string, outputs: Values): Resource {
        return this.world.must(
            kind.type,
            kind.keyOf?.(id, outputs) ?? id,
            "ResourceNotFoundException",
            `${id} not found`,
        );
    }

    private outputs(kind: Kind, inputs: Values, key: string, asked: Asked): Values {
        const outputs = { ...this.common(kind, inputs, asked), ...kind.outputs(inputs, key, this.world) };
        const declared = outputsOf(kind.type);
        const foreign = Object.keys(outputs).filter((name) => !declared.has(name));
        if (foreign.length > 0)
            throw new Error(`the stand-in gives ${kind.type} outputs that it does not have: ${foreign}`);
        return outputs;
    }

    /** What every resource type has. */
    private common(kind: Kind, inputs: Values, { defaultTags = {} }: Asked): Values {
        const declared = outputsOf(kind.type);
        return {
            ...inputs,
            ...(declared.has("region") ? { region: inputs.region ?? this.world.region } : {}),
            ...(declared.has("tagsAll") ? { tagsAll: { ...defaultTags, ...(inputs.tags as object | undefined) } } : {}),
        };
    }

    /** Of a resource to be created only the inputs are known. */
    private planned(kind: Kind, inputs: Values, asked: Asked): Values {
        const given = argumentsOf(kind.type);
        const computed = [...outputsOf(kind.type)].filter((name) => !given.has(name));
        return { ...Object.fromEntries(computed.map((name) => [name, UNKNOWN])), ...this.common(kind, inputs, asked) };
    }

    /** What an update leaves alone. */
    private kept(kind: Kind, outputs: Values): Values {
        const given = argumentsOf(kind.type);
        return Object.fromEntries(Object.entries(outputs).filter(([name]) => !given.has(name)));
    }

    private async unsettled(kind: Kind, resource: Resource): Promise<{ unsettled?: string }> {
        try {
            await kind.settle?.(resource, this.world);
            return {};
        } catch (error) {
            return { unsettled: error instanceof Error ? error.message : String(error) };
        }
    }

    /** Puts a refusal into the words of the provider. */
    private async answering<T>(kind: Kind, doing: string, act: () => Promise<T>): Promise<T> {
        try {
            return await act();
        } catch (error) {
            const code = codeOf(error);
            if (code === undefined) throw error;
            const status = error instanceof AwsError ? error.status : 400;
            const answer = `https response error StatusCode: ${status}, ${code}: ${(error as Error).message}`;
            throw new AwsError(code, `${doing}: operation error ${kind.service}: ${answer}`, status);
        }
    }
}

function typeOf(urn: string): string {
    return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

/** The name that the provider makes of a prefix when it creates the resource; it is no input. */
function prefixed({ naming }: Kind, inputs: Values, known?: Resource): Values {
    if (!naming || inputs[`${naming.property}Prefix`] === undefined) return {};
    const { property } = naming;
    return { [property]: known?.inputs[property] ?? `${inputs[`${property}Prefix`]}${digits()}` };
}

function withoutPrefixed({ naming }: Kind, inputs: Values): Values {
    if (!naming || inputs[`${naming.property}Prefix`] === undefined) return inputs;
    const { [naming.property]: _, ...rest } = inputs;
    return rest;
}

/** The time and random hex digits, 26 in all. */
function digits(): string {
    return `${new Date().toISOString().replace(/\D/g, "").padEnd(18, "0")}${hex(8)}`;
}

/** Inputs without the marks of the provider. */
function plain(inputs: Values = {}): Values {
    const { [DEFAULTS]: _, ...rest } = inputs;
    return rest;
}
