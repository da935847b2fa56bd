import { signature } from "../../components/common/pins";
import { freshClient } from "../../tools/traffic";
import { crowd } from "../scenarios/crowd";
import { AwsStack } from "../support/aws/awsStack";
import { aws } from "../support/aws/awsTarget";
import { stopClean } from "../support/traffic";

const SECRET = "a secret of this test, long enough for it";
const SIGNATURE = signature(SECRET, "shop", "v2");
const PIN = `v2.${SIGNATURE}`;

let stack: AwsStack;

beforeAll(async () => {
    stack = await AwsStack.create();
});

afterAll(async () => {
    await stack?.tidy();
    await stack?.dispose();
});

test("S03 S05 S12 only who has the link reaches what is not live, and nobody notices secret and switch", async () => {
    const traffic = await crowd(aws, stack.url);
    const { name } = stack.pulumi;
    await stack.pulumi.must(["config", "set", "--secret", "--stack", name, "pinSecret", SECRET]);
    await stack.publish();
    const refused = await stack.up({ greenRelease: "v2" });
    expect(refused.stdout).toMatch(/pins\.secret: must leave the pins .* those of v1 on blue .*pins\.earlierReleases/);
    await stack.mustUp({ earlierReleases: "v1", greenRelease: "v2" });

    const asked = async (pin: string) => {
        const ways: [string, Record<string, string>][] = [
            [`/?release=${pin}`, { accept: "text/html" }],
            ["/", { cookie: `a=1; release=${pin}` }],
            ["/api/x", { "x-release": pin }],
        ];
        const answers = await Promise.all(ways.map(([path, headers]) => freshClient(stack.url, path, headers)));
        return answers.map(({ status, release }) => `${status} ${release}`);
    };
    for (const forged of ["v2", `v2.${"0".repeat(32)}`, `v1.${SIGNATURE}`, `${PIN}0`]) {
        expect([forged, await asked(forged)]).toEqual([forged, ["200 v1", "200 v1", "200 v1"]]);
    }
    expect(await asked(PIN)).toEqual(["200 v2", "200 v2", "200 v2"]);
    expect((await stack.live()).colors.green).toMatchObject({ release: "v2" });

    const { stdout: state } = await stack.pulumi.must(["stack", "export", "--stack", name]);
    expect(state).not.toContain(SIGNATURE);
    expect(state).not.toContain(SECRET);
    await stack.mustUp({ active: "green" });
    await stopClean(traffic);
});
