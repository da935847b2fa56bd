import { AlbBlueGreen, type AlbBlueGreenArgs } from "../../../components/aws";
import { albArgs, albLookUps, albMade, groupArn } from "../../support/albApp";
import { Recorder, resolved, thrownBy } from "../../support/harness";

const NOTHING_RUNS: Partial<AlbBlueGreenArgs> = {
    runsServices: false,
    blue: { release: "v1" },
    green: { release: "v2" },
};

test("where something else puts instances into the target groups, nothing runs here, and the rules are the same", async () => {
    const declared = async (changes: Partial<AlbBlueGreenArgs>) => {
        const recorder = await Recorder.start(albMade, false, albLookUps);
        const shop = new AlbBlueGreen("shop", albArgs(changes));
        const groups = await resolved(shop.blueTargetGroups);
        return { groups, all: await recorder.settled() };
    };
    const [usual, without] = [await declared({}), await declared(NOTHING_RUNS)];
    const types = without.all.map(({ type }) => type);
    expect(types.filter((type) => /^aws:(ecs|iam|appautoscaling)|Rollout$/.test(type))).toEqual([]);
    const rules = ({ all }: typeof usual) =>
        all.filter(({ type }) => type.endsWith(":ListenerRule")).map(({ name, inputs }) => [name, inputs]);
    expect(rules(without).sort()).toEqual(rules(usual).sort());
    expect(without.groups).toEqual({
        frontend: groupArn("shop-frontend-targets-blue"),
        backend: groupArn("shop-backend-targets-blue"),
    });
    const gate = without.all.find(({ name }) => name === "shop-gate");
    expect(gate?.inputs).toMatchObject({ sizes: { blue: { frontend: 2, backend: 3 } } });
    const body = JSON.stringify(without.all.find(({ name }) => name === "shop-monitoring-dashboard")?.inputs);
    expect(body).not.toContain("AWS/ECS");
});

test("services that run need images, and the switch is yes or no", async () => {
    const recorder = await Recorder.start(albMade, false, albLookUps);
    const said = (changes: object) => (thrownBy(() => new AlbBlueGreen("shop", albArgs(changes))) as Error).message;
    expect(said({ green: { release: "v2" } })).toMatch(/^green\.images\.\w+: is needed, since the app has this tier/);
    expect(said({ runsServices: "no" })).toBe('runsServices: must be true or false, got "no"');
    await recorder.settled();
});
