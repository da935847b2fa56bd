import type { Contract, Money } from "./contract";
import { list, number, record, text } from "./shape";

/** Contract 2: money has a currency, the cart has `lines`, ids are called `productId`. */
export const contract2: Contract = {
    number: 2,
    products: (answer) =>
        list(record(answer, "answer").products, "products").map((one) => {
            const product = record(one, "product");
            return {
                id: text(product.productId, "product.productId"),
                name: text(product.name, "product.name"),
                about: text(product.about, "product.about"),
                hue: number(product.hue, "product.hue"),
                price: money(product.price, "product.price"),
            };
        }),
    cart: (answer) => {
        const cart = record(answer, "cart");
        const lines = list(cart.lines, "cart.lines").map((one) => {
            const line = record(one, "line");
            return {
                id: text(line.productId, "line.productId"),
                name: text(line.title, "line.title"),
                quantity: number(line.count, "line.count"),
            };
        });
        return { lines, total: money(cart.total, "cart.total") };
    },
    order: (productId, count) => ({ productId, count }),
};

function money(value: unknown, where: string): Money {
    const { amount, currency } = record(value, where);
    return { amount: number(amount, `${where}.amount`), currency: text(currency, `${where}.currency`) };
}
