import * as pulumi from "@pulumi/pulumi";
import { AppRepositories, type AppRepositoriesArgs } from "../../../components/images";
import { Recorder } from "../../support/harness";
import { changesBetween, declaredBy, inputsOf } from "../../support/pieces/declared";
import { KEY_ARN, made, REPOSITORY } from "../../support/pieces/samples";

const ARGS: AppRepositoriesArgs = { app: "Shop", tiers: ["backend", "frontend"] };
const repositories = (args: Partial<AppRepositoriesArgs> = {}) =>
    declaredBy(() => new AppRepositories("shop", { ...ARGS, ...args }));
const changesWith = async (change: Partial<AppRepositoriesArgs>) =>
    changesBetween(await repositories(), await repositories(change));

const repository = (tier: string) => ({
    name: expect.stringMatching(new RegExp(`^shop-${tier}-[0-9a-f]{8}$`)),
    imageTagMutability: "IMMUTABLE",
    imageScanningConfiguration: { scanOnPush: true },
    encryptionConfigurations: [{ encryptionType: "AES256" }],
    forceDelete: false,
    tags: { "blue-green:app": "Shop", "blue-green:tier": tier },
});
const rules = (policy: unknown) => JSON.parse(policy as string).rules;

test("a repository a tier, where tags stay what they are, and a rule that keeps the newest images", async () => {
    const [component, ...children] = await repositories();
    expect(component).toMatchObject({ type: "blue-green:index:AppRepositories", parent: "" });
    const all = inputsOf([component as never, ...children]) as Record<string, Record<string, unknown>>;
    for (const tier of ARGS.tiers) {
        expect(all[`shop-${tier}`]).toEqual(repository(tier));
        const { repository: name, policy } = all[`shop-${tier}-lifecycle`] ?? {};
        expect(name).toBe(all[`shop-${tier}`]?.name);
        expect(rules(policy)).toEqual([
            {
                rulePriority: 1,
                description: "Keep 100 images",
                selection: { tagStatus: "any", countType: "imageCountMoreThan", countNumber: 100 },
                action: { type: "expire" },
            },
        ]);
    }
    expect(children.map(({ type, name, parent, waitsFor }) => [type, name, parent, waitsFor]).sort()).toEqual(
        ARGS.tiers
            .flatMap((tier) => [
                ["aws:ecr/lifecyclePolicy:LifecyclePolicy", `shop-${tier}-lifecycle`, "shop", [`shop-${tier}`]],
                ["aws:ecr/repository:Repository", `shop-${tier}`, "shop", []],
            ])
            .sort(),
    );
});

test("scanOnPush, forceDelete, kmsKeyArn and tags change the repositories and nothing else", async () => {
    const both = (change: object) => ({ "shop-backend": change, "shop-frontend": change });
    expect(await changesWith({ scanOnPush: false })).toEqual(
        both({ imageScanningConfiguration: { scanOnPush: false } }),
    );
    expect(await changesWith({ forceDelete: true })).toEqual(both({ forceDelete: true }));
    expect(await changesWith({ kmsKeyArn: pulumi.output(KEY_ARN) })).toEqual(
        both({ encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: KEY_ARN }] }),
    );
    expect(await changesWith({ tags: { team: "web" } })).toEqual({
        "shop-backend": { tags: { team: "web", ...repository("backend").tags } },
        "shop-frontend": { tags: { team: "web", ...repository("frontend").tags } },
    });
});

test("keepImages changes the rules and nothing else", async () => {
    const changes = (await changesWith({ keepImages: 10 })) as Record<string, { policy: string }>;
    expect(Object.keys(changes)).toEqual(["shop-backend-lifecycle", "shop-frontend-lifecycle"]);
    for (const { policy } of Object.values(changes)) expect(rules(policy)[0].selection.countNumber).toBe(10);
});

test("one tier more changes nothing of the others", async () => {
    const changes = await changesWith({ tiers: ["admin", ...ARGS.tiers] });
    expect(Object.keys(changes)).toEqual(["shop-admin", "shop-admin-lifecycle"]);
});

test("the outputs", async () => {
    const recorder = await Recorder.start(made);
    new AppRepositories("shop", ARGS);
    expect(await recorder.outputsOf("shop")).toEqual({
        repositoryUrls: { backend: `${REPOSITORY}-shop-backend`, frontend: `${REPOSITORY}-shop-frontend` },
    });
});
