import { CAPABILITIES } from "../../components/kubernetes";
import { textOf } from "../support/docComments";

test("docs/kubernetes.md tells of each controller what its capabilities say", () => {
    const yes = (holds: boolean) => (holds ? "yes" : "no");
    const rows = Object.entries(CAPABILITIES).map(
        ([name, can]) =>
            `| \`${name}\` | ${yes(can.queryMatch)} | ${yes(can.backendResponseFilter)} | ${yes(can.keepsWeightZero)} | ${can.censusQuery ? "yes" : "own query"} |`,
    );
    const text = textOf("docs/kubernetes.md");
    for (const row of rows) expect(text).toContain(row);
});
