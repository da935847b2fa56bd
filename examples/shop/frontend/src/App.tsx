import { lazy, Suspense } from "react";
import { Alerts } from "./Alerts";
import { ApiBadge } from "./ApiBadge";
import { CallLog } from "./CallLog";
import { CartBox } from "./CartBox";
import { ChunkBoundary } from "./ChunkBoundary";
import { contract } from "./contract";
import { ProductList } from "./ProductList";
import { page } from "./page";
import { usePath } from "./usePath";
import { useShop } from "./useShop";

const Details = lazy(() => import("./Details"));

const VIEW = /^\/products\/([\w-]+)$/;

export function App() {
    const shop = useShop();
    const [path, go] = usePath();
    const selected = shop.products.find(({ id }) => id === VIEW.exec(path)?.[1]);
    return (
        <>
            <div className={`stripe ${page.color}`} data-testid="stripe" />
            <header>
                <h1>Seesaw Shop</h1>
                <p>
                    <span className={`badge ${page.color}`}>
                        page <b data-testid="page-release">{page.release}</b> {page.color}
                    </span>
                    <ApiBadge last={shop.calls[0]} instance={shop.instance} />
                    <span className="badge">contract {contract.number}</span>
                </p>
            </header>
            <Alerts strangers={shop.strangers} problems={shop.problems} />
            <main>
                <section>
                    {selected ? (
                        <ChunkBoundary>
                            <Suspense fallback={<p className="quiet">Loading the view …</p>}>
                                <Details product={selected} onOrder={shop.order} onBack={() => go("/")} />
                            </Suspense>
                        </ChunkBoundary>
                    ) : (
                        <ProductList
                            products={shop.products}
                            onOrder={shop.order}
                            onOpen={(id) => go(`/products/${id}`)}
                        />
                    )}
                </section>
                <aside>
                    <CartBox cart={shop.cart} onClear={shop.clear} />
                    <CallLog calls={shop.calls} instance={shop.instance} onWhoami={shop.whoami} onSlow={shop.slow} />
                </aside>
            </main>
        </>
    );
}
