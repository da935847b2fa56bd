import { chooseGroup } from "../../support/aws/alb/choice";

const forward = (weights: Record<string, number>, stickySeconds?: number) => ({
    shares: Object.entries(weights).map(([group, weight]) => ({ group, weight })),
    stickySeconds,
});

/** How often each group comes, over evenly spread draws. */
function shares(weights: Record<string, number>, cookie?: string, stickySeconds?: number): Record<string, number> {
    const counts: Record<string, number> = {};
    for (let i = 0; i < 1000; i++) {
        const group = chooseGroup(forward(weights, stickySeconds), cookie, i / 1000);
        counts[group] = (counts[group] ?? 0) + 1;
    }
    return counts;
}

test("weights are shares of requests", () => {
    expect(shares({ a: 80, b: 15, c: 5 })).toEqual({ a: 800, b: 150, c: 50 });
    expect(shares({ a: 1, b: 0 })).toEqual({ a: 1000 });
    expect(shares({ a: 0, b: 999 })).toEqual({ b: 1000 });
});

test("a tie goes over the weights while the rule is sticky and has the group", () => {
    expect(shares({ a: 0, b: 1 }, "a", 60)).toEqual({ a: 1000 });
    expect(shares({ a: 0, b: 1 }, "a")).toEqual({ b: 1000 });
    expect(shares({ a: 1, b: 1 }, "c", 60)).toEqual({ a: 500, b: 500 });
});
