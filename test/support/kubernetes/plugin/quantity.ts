const FACTORS: Readonly<Record<string, number>> = {
    n: 1e-9,
    u: 1e-6,
    m: 1e-3,
    "": 1,
    k: 1e3,
    M: 1e6,
    G: 1e9,
    T: 1e12,
    P: 1e15,
    E: 1e18,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
    Ti: 2 ** 40,
    Pi: 2 ** 50,
    Ei: 2 ** 60,
};

/** Whether two quantities are the same amount: the API server writes `1000m` as `1`. */
export function sameQuantity(left: unknown, right: unknown): boolean {
    const [a, b] = [amount(left), amount(right)];
    return a !== undefined && b !== undefined && Math.abs(a - b) <= Math.abs(a) * 1e-12;
}

function amount(quantity: unknown): number | undefined {
    const [, digits, suffix = ""] = /^([+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)([a-zA-Z]*)$/.exec(String(quantity)) ?? [];
    const factor = FACTORS[suffix];
    return digits === undefined || factor === undefined ? undefined : Number(digits) * factor;
}
