import * as pulumi from "@pulumi/pulumi";
import { documentedArgs, keepsPromise, promisedErrors } from "../docComments";
import { Recorder, thrownBy } from "../harness";
import { known, made } from "./samples";

/** Changes of the arguments, and all that is said about them. */
export type MistakeTable<Args> = readonly (readonly [change: Partial<Args> | object, message: string])[];

/** A component, how its arguments look when all is well, and what may be wrong with them. */
export interface Refusing<Args> {
    readonly component: new (
        name: string,
        args: Args,
        opts?: pulumi.ComponentResourceOptions,
    ) => pulumi.ComponentResource;
    readonly args: Args;
    readonly mistakes: MistakeTable<Args>;
    /** Files with the arguments' documentation. */
    readonly documented: readonly string[];
}

/** Tests that each mistake is refused at once, with nothing declared but the component, and that what is documented is what is said. */
export function describeRefusals<Args>({ component: Component, args, mistakes, documented }: Refusing<Args>): void {
    describe(`${Component.name} refuses`, () => {
        let recorder: Recorder;
        beforeEach(async () => {
            recorder = await Recorder.start(made, false, known);
        });
        afterEach(() => recorder.settled());

        test.each(mistakes.map(([change, message]) => [message, change] as const))("%s", async (message, change) => {
            const error = thrownBy(() => new Component("shop", { ...args, ...change }));
            expect(pulumi.ResourceError.isInstance(error)).toBe(true);
            const { message: said, hideStack, resource } = error as pulumi.ResourceError;
            expect(said.split("\n")).toEqual([message]);
            expect(hideStack).toBe(true);
            expect(resource).toBeInstanceOf(Component);
            expect((await recorder.settled()).map(({ name }) => name)).toEqual(["shop"]);
        });

        test("all mistakes at once", () => {
            const two = mistakes.filter(([change]) => Object.keys(change).length === 1);
            const [[first, firstSaid] = [{}, ""]] = two;
            const [second, secondSaid] = two.find(([change]) => Object.keys(change)[0] !== Object.keys(first)[0]) ?? [
                {},
                "",
            ];
            const error = thrownBy(() => new Component("shop", { ...args, ...first, ...second }));
            expect((error as Error).message.split("\n").sort()).toEqual([firstSaid, secondSaid].sort());
        });

        test("nothing when all is well", () => {
            expect(thrownBy(() => new Component("shop", args))).toBeUndefined();
        });

        test("nothing that is known only after an update", () => {
            const later = Object.fromEntries(
                Object.entries(args as object).map(([key, value]) => [
                    key,
                    /Arn|Id|image|(?<!class)Name$/.test(key) ? pulumi.output(value) : value,
                ]),
            );
            expect(thrownBy(() => new Component("shop", later as Args))).toBeUndefined();
        });
    });

    describe(`what is documented of ${Component.name}`, () => {
        const promises = [...new Set(documentedArgs(documented).flatMap(({ comment }) => promisedErrors(comment)))];
        const said = mistakes.map(([, message]) => message.split("; ")[0] ?? "");

        test.each(promises)("is what is said: %s", (promise) => {
            expect(said.filter((message) => keepsPromise(promise, message))).not.toEqual([]);
        });

        test("is all that is said", () => {
            expect(said.filter((message) => !promises.some((promise) => keepsPromise(promise, message)))).toEqual([]);
        });
    });
}
