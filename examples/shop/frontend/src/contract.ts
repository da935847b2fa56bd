import { contract1 } from "./contract1";
import { contract2 } from "./contract2";

export interface Money {
    readonly amount: number;
    readonly currency: string;
}

export interface Product {
    readonly id: string;
    readonly name: string;
    readonly about: string;
    readonly hue: number;
    readonly price: Money;
}

export interface Cart {
    readonly lines: readonly { readonly id: string; readonly name: string; readonly quantity: number }[];
    readonly total: Money;
}

/** How the page talks to its API: the one thing in which the two releases differ. */
export interface Contract {
    readonly number: number;
    readonly products: (answer: unknown) => Product[];
    readonly cart: (answer: unknown) => Cart;
    readonly order: (id: string, quantity: number) => unknown;
}

/** Set by the build. */
declare const CONTRACT: 1 | 2;

export const contract: Contract = CONTRACT === 1 ? contract1 : contract2;
