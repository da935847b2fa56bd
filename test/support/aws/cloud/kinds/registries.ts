import { refuse } from "../awsError";
import { type Kind, kind } from "../kind";

const REPOSITORY = "aws:ecr/repository:Repository";

interface RepositoryInputs {
    readonly name: string;
    readonly imageTagMutability?: string;
    readonly forceDelete?: boolean;
}

export const registries: readonly Kind[] = [
    kind<RepositoryInputs>({
        type: REPOSITORY,
        service: "ECR",
        naming: { property: "name", max: 256, pattern: /^[a-z0-9]+([._/-]+[a-z0-9]+)*$/ },
        defaults: { imageTagMutability: "MUTABLE" },
        replaceOn: ["name"],
        identify: ({ name }) => ({ id: name }),
        outputs: (_, name, world) => ({
            arn: world.arn("ecr", `repository/${name}`),
            registryId: world.account,
            repositoryUrl: `${world.account}.dkr.ecr.${world.region}.amazonaws.com/${name}`,
        }),
        refuse: ({ name }, world, known) => {
            if (!known && world.find(REPOSITORY, name)) {
                const message = `The repository with name '${name}' already exists in the registry with id '${world.account}'`;
                refuse("RepositoryAlreadyExistsException", message);
            }
        },
    }),
    kind<{ readonly repository: string; readonly policy: string }>({
        type: "aws:ecr/lifecyclePolicy:LifecyclePolicy",
        service: "ECR",
        replaceOn: ["repository"],
        json: ["policy"],
        identify: ({ repository }) => ({ id: repository }),
        outputs: (_, __, world) => ({ registryId: world.account }),
        refuse: ({ repository, policy }, world) => {
            const message = `The repository with name '${repository}' does not exist in the registry with id '${world.account}'`;
            world.must(REPOSITORY, repository, "RepositoryNotFoundException", message);
            try {
                JSON.parse(policy);
            } catch {
                refuse("InvalidParameterException", "Lifecycle policy validation failure: invalid JSON");
            }
        },
    }),
];
