import { useCallback, useEffect, useMemo, useState } from "react";
import { apiOf, type Call, type Instance } from "./api";
import type { Cart, Product } from "./contract";
import { page } from "./page";

const LOGGED = 50;

/** The shop's state: what the API answered, and how it answered. */
export function useShop() {
    const [calls, setCalls] = useState<readonly Call[]>([]);
    const [releases, setReleases] = useState<ReadonlySet<string>>(new Set());
    const [products, setProducts] = useState<readonly Product[]>([]);
    const [cart, setCart] = useState<Cart>();
    const [instance, setInstance] = useState<Instance>();

    const api = useMemo(() => {
        return apiOf((call) => {
            setCalls((before) => [call, ...before].slice(0, LOGGED));
            if (call.release) setReleases((before) => new Set([...before, call.release]));
        });
    }, []);

    /** Runs a call; what goes wrong is in the log already. */
    const run = useCallback(<T>(call: Promise<T>, use: (value: T) => void = () => {}) => {
        call.then(use, () => {});
    }, []);

    useEffect(() => {
        run(api.products(), setProducts);
        run(api.cart(), setCart);
        run(api.whoami(), setInstance);
    }, [api, run]);

    return {
        calls,
        products,
        cart,
        instance,
        /** Other releases than the page's own that have answered since it was loaded. */
        strangers: [...releases].filter((release) => release !== page.release),
        problems: problemsOf(calls),
        order: (id: string) => run(api.order(id), setCart),
        clear: () => run(api.clear(), setCart),
        whoami: () => run(api.whoami(), setInstance),
        slow: () => run(api.slow()),
    };
}

/** What the last call to each path complained about. */
function problemsOf(calls: readonly Call[]): readonly Call[] {
    const seen = new Set<string>();
    return calls.filter(({ path, problem }) => {
        const first = !seen.has(path);
        seen.add(path);
        return first && problem !== "";
    });
}
