import { PulumiStack } from "../../tools/stack/pulumiStack";
import { browserScenarios } from "../scenarios/browser";

browserScenarios(() => PulumiStack.create({ name: `browser-${process.pid}`, config: { greenRelease: "v2" } }));
