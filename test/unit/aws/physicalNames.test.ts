import fc from "fast-check";
import { limitedName, physicalName } from "../../../components/aws/common/physicalNames";

const words = fc.string({ minLength: 1, maxLength: 40 });
const apps = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,29}$/);
const tiers = fc.stringMatching(/^[a-z][a-z0-9-]{0,19}$/);
const colors = fc.constantFrom("blue", "green");
const identities = fc.tuple(words, words, apps, tiers, colors);

test("a name as it is read, and as it stays: another one would replace the target groups of everybody", () => {
    expect(physicalName("shop", "prod", "shop", "backend", "blue")).toBe("shop-backend-blue-3007cc0f");
    expect(physicalName("shop", "prod", "shop", "backend", "green")).toBe("shop-backend-green-59a0e707");
    expect(physicalName("p", "s", "a-very-long-name-of-an-app", "administration", "green")).toBe(
        "a-administration-green-a56febd7",
    );
});

test("is what AWS takes, whatever the names are made of", () => {
    fc.assert(
        fc.property(identities, (identity) => {
            expect(physicalName(...identity)).toMatch(/^(?=.{1,32}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/);
        }),
    );
});

test("says its color in full, and its tier before the app", () => {
    expect(physicalName("p", "s", "a-very-long-name-of-an-app", "web", "blue")).toMatch(/^a-very-long-na-web-blue-/);
    expect(physicalName("p", "s", "shop", "a-very-long-tiers-na", "green")).toMatch(/^a-very-long-tiers-green-/);
});

test("says its color whatever it is made of", () => {
    fc.assert(
        fc.property(identities, (identity) => {
            expect(physicalName(...identity)).toMatch(new RegExp(`(^|-)${identity[4]}-[0-9a-f]{8}$`));
        }),
    );
});

test("is always the same for the same, and another for all else", () => {
    fc.assert(
        fc.property(identities, identities, (one, two) => {
            const same = JSON.stringify(one) === JSON.stringify(two);
            expect(physicalName(...one) === physicalName(...two)).toBe(same);
        }),
    );
});

test("tells apart what reads the same when it is put together, or is cut", () => {
    const names = [
        physicalName("shop", "a-b", "c", "d", "blue"),
        physicalName("shop-a", "b", "c", "d", "blue"),
        physicalName("shop", "a", "b-c", "d", "blue"),
        physicalName("shop", "a", "b", "c-d", "blue"),
        ...Array.from({ length: 500 }, (_, index) => physicalName("p", `s${index}`, "a".repeat(30), "web", "blue")),
    ];
    expect(new Set(names).size).toBe(names.length);
});

test("any limit is kept, with all of the ending and of the hash in it", () => {
    fc.assert(
        fc.property(fc.array(words), words, colors, fc.integer({ min: 15, max: 300 }), (identity, text, end, limit) => {
            const name = limitedName(identity, text, end, limit);
            expect(name.length).toBeLessThanOrEqual(limit);
            expect(name).toMatch(new RegExp(`^([A-Za-z0-9]+-)*${end}-[0-9a-f]{8}$`));
        }),
    );
});

test("a name needs no ending", () => {
    expect(limitedName(["a"], "shop", "", 32)).toMatch(/^shop-[0-9a-f]{8}$/);
});
