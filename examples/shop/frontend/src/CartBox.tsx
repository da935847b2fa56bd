import type { Cart } from "./contract";
import { shown } from "./money";

interface Props {
    readonly cart: Cart | undefined;
    readonly onClear: () => void;
}

export function CartBox({ cart, onClear }: Props) {
    return (
        <div className="card box">
            <h2>Cart</h2>
            {cart?.lines.length ? (
                <>
                    <ul className="lines" data-testid="cart">
                        {cart.lines.map(({ id, name, quantity }) => (
                            <li key={id}>
                                <span>{name}</span> <span>× {quantity}</span>
                            </li>
                        ))}
                    </ul>
                    <p className="total">
                        Total <b data-testid="total">{shown(cart.total)}</b>
                    </p>
                    <button type="button" className="plain" data-testid="clear" onClick={onClear}>
                        Empty the cart
                    </button>
                </>
            ) : (
                <p className="quiet">{cart ? "Nothing in it yet." : "Not known yet."}</p>
            )}
        </div>
    );
}
