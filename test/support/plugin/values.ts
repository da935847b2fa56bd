import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Properties by name, as the engine sends them. */
export type Values = Readonly<Record<string, unknown>>;

/** What a message holds. */
export function plain(values: Struct | undefined): Values {
    return (values?.toJavaScript() ?? {}) as Values;
}

/** The form of values in a message. */
export function struct(values: Values): Struct {
    return Struct.fromJavaScript(values as Record<string, JavaScriptValue>);
}
