import { join } from "node:path";
import { AlbBlueGreen } from "../../components/aws";
import { HaproxyBlueGreen } from "../../components/haproxy";
import { GatewayBlueGreen } from "../../components/kubernetes";
import { albArgs, albLookUps, albMade } from "../support/albApp";
import { expectGolden } from "../support/golden";
import { made, typicalArgs } from "../support/haproxyApp";
import { Recorder, type Registered } from "../support/harness";
import { gatewayArgs, gatewayMade } from "../support/kubernetes/gatewayApp";

const targets = {
    haproxy: async (active: string) => {
        const recorder = await Recorder.start(made);
        new HaproxyBlueGreen("shop", typicalArgs({ traffic: { active } }));
        return recorder;
    },
    aws: async (active: string) => {
        const recorder = await Recorder.start(albMade, false, albLookUps);
        new AlbBlueGreen("shop", albArgs({ traffic: { active } }));
        return recorder;
    },
    kubernetes: async (active: string) => {
        const recorder = await Recorder.start(gatewayMade);
        new GatewayBlueGreen("shop", gatewayArgs({ traffic: { active } }));
        return recorder;
    },
};

describe.each(Object.entries(targets))("%s", (target, declare) => {
    const golden = join(__dirname, `names.${target}.golden.txt`);
    const namesFor = async (active: string) => {
        const line = ({ type, name }: Registered) => `${type}|${name}\n`;
        return (await (await declare(active)).settled()).map(line).sort().join("");
    };

    test("types and names are identity: one that changes makes Pulumi replace what runs at every user's", async () => {
        expectGolden(golden, await namesFor("blue"));
    });

    test("no name moves with a switch", async () => {
        expectGolden(golden, await namesFor("green"));
    });
});
