import type { Numbers, Served } from "../../../cli/live/numbers";
import { FakeShop } from "./fakeShop";

/** v1 is live on blue, v2 stands by on green. */
export const TWO = { config: { greenRelease: "v2" }, visitors: { blue: 412 } };
/** Goes up in three steps. */
export const UP = "switch --steps 5,50,100 --every 10s --yes";
const fine: Served = { requests: 1000, errors: 1, latencyMs: 30 };

/** A shop whose router tells these numbers of the new release, and good ones of the old. */
export function shopWith(fresh: Partial<Served> | ((shop: FakeShop) => Partial<Served>), old: Partial<Served> = {}) {
    const shop = new FakeShop(TWO);
    shop.numbers = async (): Promise<Numbers> => ({
        blue: { frontend: { ...fine, ...old }, backend: fine },
        green: { frontend: { ...fine, ...(typeof fresh === "function" ? fresh(shop) : fresh) }, backend: fine },
    });
    return shop;
}

/** The config that was set, in order. */
export const sets = (shop: FakeShop) => shop.ran.filter((one) => one.startsWith("set"));
