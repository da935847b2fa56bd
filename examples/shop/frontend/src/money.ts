import type { Money } from "./contract";

export function shown({ amount, currency }: Money): string {
    return new Intl.NumberFormat("en", { style: "currency", currency }).format(amount);
}
