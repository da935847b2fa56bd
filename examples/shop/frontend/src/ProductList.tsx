import type { Product } from "./contract";
import { shown } from "./money";
import { Tile } from "./Tile";

interface Props {
    readonly products: readonly Product[];
    readonly onOrder: (id: string) => void;
    readonly onOpen: (id: string) => void;
}

export function ProductList({ products, onOrder, onOpen }: Props) {
    return (
        <ul className="products" data-testid="products">
            {products.map((product) => (
                <li key={product.id} className="card">
                    <Tile product={product} />
                    <h2>{product.name}</h2>
                    <p className="price">{shown(product.price)}</p>
                    <p className="buttons">
                        <button type="button" data-testid={`add-${product.id}`} onClick={() => onOrder(product.id)}>
                            Add to cart
                        </button>
                        <button
                            type="button"
                            className="plain"
                            data-testid={`open-${product.id}`}
                            onClick={() => onOpen(product.id)}
                        >
                            Details
                        </button>
                    </p>
                </li>
            ))}
        </ul>
    );
}
