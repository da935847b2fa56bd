import { HaproxyBlueGreen } from "../../components/haproxy";
import { FOLDER, made, planned, typicalArgs } from "../support/haproxyApp";
import { Recorder, type Registered } from "../support/harness";

/** What Pulumi puts in the place of a value that only the update will tell. */
const UNKNOWN = { __pulumiUnknown: true };
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const named = (all: readonly Registered[]) => all.map(({ type, name }) => `${type} ${name}`);

test("the preview of a first update declares the same resources as the update", async () => {
    const previewed = await Recorder.start(planned, true);
    new HaproxyBlueGreen("shop", typicalArgs());
    const inPreview = named(await previewed.settled());
    const updated = await Recorder.start(made);
    new HaproxyBlueGreen("shop", typicalArgs());
    expect(inPreview).toEqual(named(await updated.settled()));
});

test("what the update has to find out is unknown in its preview, and all else is shown", async () => {
    const recorder = await Recorder.start(planned, true);
    new HaproxyBlueGreen("shop", typicalArgs());
    const inputs = Object.fromEntries((await recorder.settled()).map(({ name, inputs }) => [name, inputs]));
    expect(inputs["shop-router"]).toEqual({ spec: UNKNOWN, stopSeconds: 30 });
    expect(inputs["shop-plan"]).toMatchObject({ folder: FOLDER, statusUrl: UNKNOWN, releases: { blue: "v1" } });
    expect(inputs["shop-gate"]).toMatchObject({ statusUrl: UNKNOWN, weights: { backend: { blue: 90, green: 10 } } });
    expect(inputs["shop-frontend-blue"]).toMatchObject({ folder: FOLDER, release: "v1", instances: 2 });
});

test("no address that is not known yet is shown in the outputs of a preview", async () => {
    const recorder = await Recorder.start(planned, true);
    new HaproxyBlueGreen("shop", typicalArgs());
    const { statsUrl, statusUrl } = await recorder.outputsOf("shop");
    expect([statsUrl, statusUrl]).toEqual([UNKNOWN_TEXT, UNKNOWN_TEXT]);
});
