import { hasUnknown, type Provider, sameJson } from "./provider";

/** What a resource that only does something in an update consists of. */
export interface Acting<I> {
    readonly id: (inputs: I) => string;
    /** The inputs whose change makes it act again. */
    readonly decisive: (inputs: I) => unknown;
    /** Throws to fail the update; it acts again in the next one then. */
    readonly act: (inputs: I) => Promise<void>;
}

/** A provider that acts when it is made and when what decides has changed, and keeps nothing but its inputs. */
export function acting<I>({ id, decisive, act }: Acting<I>): Provider<I, I> {
    return {
        async check(_olds, news) {
            return { inputs: news };
        },
        async diff(_id, olds, news) {
            return { changes: hasUnknown(news) || !sameJson(decisive(olds), decisive(news)) };
        },
        async create(inputs) {
            await act(inputs);
            return { id: id(inputs), outs: inputs };
        },
        async read(known, props) {
            return { id: known, props };
        },
        async update(_id, _olds, news) {
            await act(news);
            return { outs: news };
        },
        async delete() {},
    };
}
