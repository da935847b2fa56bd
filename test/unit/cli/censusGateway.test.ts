import { countOf } from "../../../cli/live/censusGateway";
import type { CensusSource } from "../../../components/kubernetes/api/source";
import { releaseLabels } from "../../../components/kubernetes/names";
import { named, SOURCE, shopCluster } from "../../support/kubernetes/fakeShop";

const census: CensusSource = { by: "app", path: "/census", ports: { frontend: 80, backend: 81 } };

test("who is left in a cluster is counted where the app's routes lead", async () => {
    const cluster = shopCluster();
    for (const [color, release] of [["blue", "v1"] as const, ["green", "v2"] as const, ["green", "v0"] as const]) {
        const name = `shop-frontend-${color}-${release}-a`;
        const metadata = named(name, releaseLabels("shop", "frontend", color, release));
        cluster.put("pods", { metadata, status: { phase: "Running" } } as never);
    }
    const asked: string[] = [];
    cluster.ask = async ({ name }) => {
        asked.push(name);
        return name.includes("v1") ? "4" : "3";
    };
    expect(await countOf({ ...SOURCE, census }, { blue: "v1", green: "v2" }, cluster)).toEqual({ blue: 4, green: 3 });
    expect(asked).toEqual(["shop-frontend-blue-v1-a", "shop-frontend-green-v2-a"]);
});

test("nobody is asked where no census is configured", async () => {
    expect(await countOf(SOURCE, { blue: "v1" })).toEqual({});
});
