import { onEveryTier } from "../../../components/release";
import { AWS } from "../capabilities";
import type { Target } from "../target";
import { AlbRouter, apiRulesOf, appOf } from "./albRouter";
import { AwsStack } from "./awsStack";

/** Fargate services behind an application load balancer, in the stand-in for AWS. */
export const aws: Target<AwsStack, AlbRouter> = {
    name: "AWS",
    capabilities: AWS,
    switched: ["shop-plan", "shop-gate", "shop-backend-default", "shop-frontend-default", "shop-check"],
    around: ["shop"],
    updateMs: 15_000,
    turns: 4,
    switches: 20,
    base: { target: "aws", cookieless: "none" },
    tierMissing: "green\\.images\\.backend: must be an image by digest",
    stack: (config) => AwsStack.create(config),
    router: (options) => AlbRouter.start(options),
    rules: (releases) => {
        const app = appOf();
        return JSON.stringify(apiRulesOf(app, releases, onEveryTier(app, { blue: 50, green: 50 })));
    },
};
