import * as pulumi from "@pulumi/pulumi";
import { limitedName } from "../aws/common/physicalNames";
import { tagged } from "../aws/common/tags";
import { listed } from "../release";
import type { AppRepositoriesArgs } from "./repositoriesArgs";
import { repositorySettings } from "./settings";

const TYPE = "blue-green:index:AppRepositories";
/** Longest name that a repository may have. */
const LONGEST = 256;

/** An ECR repository for each tier of an app, where a tag once pushed stays what it is. */
export class AppRepositories extends pulumi.ComponentResource {
    /** The repositories' URLs, by tier. */
    readonly repositoryUrls: pulumi.Output<{ [tier: string]: string }>;

    constructor(name: string, args: AppRepositoriesArgs, opts?: pulumi.ComponentResourceOptions) {
        super(TYPE, name, args, opts);
        const { keepImages, scanOnPush, forceDelete, mistakes } = repositorySettings(args);
        if (mistakes.length > 0) throw new pulumi.ResourceError(listed(mistakes), this, true);
        const { app, kmsKeyArn } = args;
        // Loaded by need: who pushes images elsewhere does without AWS's SDK.
        const ecr = require("@pulumi/aws/ecr") as typeof import("@pulumi/aws/ecr");
        const encryption =
            kmsKeyArn === undefined ? { encryptionType: "AES256" } : { encryptionType: "KMS", kmsKey: kmsKeyArn };
        const rule = {
            rulePriority: 1,
            description: `Keep ${keepImages} images`,
            selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: keepImages },
            action: { type: "expire" },
        };
        const urls = args.tiers.map((tier) => {
            const identity = [pulumi.getProject(), pulumi.getStack(), app, tier];
            const repository = new ecr.Repository(
                `${name}-${tier}`,
                {
                    name: limitedName(identity, app, tier, LONGEST).toLowerCase(),
                    imageTagMutability: "IMMUTABLE",
                    imageScanningConfiguration: { scanOnPush },
                    encryptionConfigurations: [encryption],
                    forceDelete,
                    tags: tagged({ "blue-green:app": app, "blue-green:tier": tier }, args.tags),
                },
                { parent: this },
            );
            new ecr.LifecyclePolicy(
                `${name}-${tier}-lifecycle`,
                { repository: repository.name, policy: JSON.stringify({ rules: [rule] }) },
                { parent: this },
            );
            return [tier, repository.repositoryUrl] as const;
        });
        this.repositoryUrls = pulumi.output(Object.fromEntries(urls));
        this.registerOutputs({ repositoryUrls: this.repositoryUrls });
    }
}
