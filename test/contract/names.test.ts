import { join } from "node:path";
import { HaproxyBlueGreen } from "../../components/haproxy";
import { expectGolden } from "../support/golden";
import { made, typicalArgs } from "../support/haproxyApp";
import { Recorder, type Registered } from "../support/harness";

const GOLDEN = join(__dirname, "names.golden.txt");

async function namesFor(active: string): Promise<string> {
    const recorder = await Recorder.start(made);
    new HaproxyBlueGreen("shop", typicalArgs({ traffic: { active } }));
    const line = ({ type, name }: Registered) => `${type}|${name}\n`;
    return (await recorder.settled()).map(line).sort().join("");
}

test("types and names are identity: one that changes makes Pulumi replace what runs at every user's", async () => {
    expectGolden(GOLDEN, await namesFor("blue"));
});

test("no name moves with a switch", async () => {
    expectGolden(GOLDEN, await namesFor("green"));
});
