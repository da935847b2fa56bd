/**
 * The stand-in cloud: one account of AWS in one region, as far as the component for AWS needs it, with a load balancer that
 * balances and services that run processes of this machine. Tests only. Ends when its stdin closes, thus with its parent.
 */
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { addDefaultVpc } from "./defaultVpc";
import { serve } from "./server";
import { World } from "./world";

const { values } = parseArgs({
    options: {
        region: { type: "string", default: "us-east-1" },
        "time-scale": { type: "string", default: "1" },
        mark: { type: "string" },
    },
});
const world = new World({ region: values.region, timeScale: Number(values["time-scale"]) });
addDefaultVpc(world);

const server = serve(world);
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));

function end(): void {
    world.ecs.close();
    process.exit(0);
}

process.stdin.resume();
process.stdin.on("end", end);
process.on("SIGTERM", end);
process.on("SIGINT", end);
process.on("uncaughtException", (error) => {
    console.error(error);
    world.ecs.close();
    process.exit(1);
});
