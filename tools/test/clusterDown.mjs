/** After the tests that need a Kubernetes: takes down the one that was started for them. */
import { down, isOwnedBy } from "../cluster/lifecycle.mjs";

export default async function clusterDown() {
    if (isOwnedBy(process.pid)) await down();
}
