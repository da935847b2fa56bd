import type { Product } from "./contract";

/** A product's picture: its initial on its color. */
export function Tile({ product: { name, hue } }: { readonly product: Product }) {
    const background = `linear-gradient(135deg, hsl(${hue} 70% 88%), hsl(${hue + 30} 60% 72%))`;
    return (
        <div className="tile" style={{ background, color: `hsl(${hue} 50% 28%)` }} aria-hidden="true">
            {name[0]}
        </div>
    );
}
