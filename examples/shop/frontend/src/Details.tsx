import type { Product } from "./contract";
import { shown } from "./money";
import { Tile } from "./Tile";
import "./details.css";

interface Props {
    readonly product: Product;
    readonly onOrder: (id: string) => void;
    readonly onBack: () => void;
}

/** A view of its own chunk, loaded when it is first opened. It shows by which address it was loaded. */
export default function Details({ product, onOrder, onBack }: Props) {
    const { pathname, search } = new URL(import.meta.url);
    return (
        <article className="card details" data-testid="details">
            <Tile product={product} />
            <div>
                <h2>{product.name}</h2>
                <p>{product.about}</p>
                <p className="price">{shown(product.price)}</p>
                <p className="buttons">
                    <button type="button" onClick={() => onOrder(product.id)}>
                        Add to cart
                    </button>
                    <button type="button" className="plain" onClick={onBack}>
                        Back
                    </button>
                </p>
                <p className="quiet" data-testid="chunk">
                    loaded from {pathname}
                    <b>{search}</b>
                </p>
            </div>
        </article>
    );
}
