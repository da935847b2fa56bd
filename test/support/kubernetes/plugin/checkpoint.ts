import type { Values } from "../../plugin/values";
import type { Manifest } from "./manifest";
import { bare, markSecrets } from "./secrets";

/** What the engine keeps of an object beside its properties. */
const INPUTS = "__inputs";
const API_VERSION = "__initialApiVersion";
const FIELD_MANAGER = "__fieldManager";

/** An object that the engine knows, without marks of secrets. */
export interface Checkpoint {
    readonly inputs: Manifest;
    readonly live: Manifest;
    readonly fieldManager?: string;
}

/** The outputs of a resource: the live object, what it was made from, and by whom. `given` are the inputs with their marks. */
export function checkpoint({ inputs, live, fieldManager }: Required<Checkpoint>, given: Values): Values {
    const outputs: Record<string, unknown> = { ...markSecrets(live, given) };
    outputs[INPUTS] = markSecrets(inputs, given);
    outputs[API_VERSION] = inputs.apiVersion;
    outputs[FIELD_MANAGER] = fieldManager;
    return outputs;
}

/** Reads {@link checkpoint}. */
export function readCheckpoint(outputs: Values): Checkpoint {
    const { [INPUTS]: inputs = {}, [API_VERSION]: _, [FIELD_MANAGER]: fieldManager, ...live } = bare(outputs);
    return {
        inputs: inputs as Manifest,
        live: live as unknown as Manifest,
        fieldManager: fieldManager as string | undefined,
    };
}
