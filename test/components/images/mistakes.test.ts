import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
    AppRepositories,
    type AppRepositoriesArgs,
    ReleaseImages,
    type ReleaseImagesArgs,
} from "../../../components/images";
import { describeRefusals } from "../../support/pieces/refusals";
import { IMAGE, NO_DIGEST, REPOSITORY } from "../../support/pieces/samples";

const FOLDER = mkdtempSync(join(tmpdir(), "bg-images-"));
writeFileSync(join(FOLDER, "Dockerfile"), "FROM scratch\n");
writeFileSync(join(FOLDER, ".dockerignore"), "**/node_modules\n");
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const backend = (change: object) => ({ tiers: { backend: { context: FOLDER, ...change } } });
const given = (change: object) => backend({ context: undefined, image: IMAGE, ...change });
const REMOVE = 'must be left out when image is given, got "(given)"; remove one';
const TEXT = "must be a text that is not empty";

describeRefusals<ReleaseImagesArgs>({
    component: ReleaseImages,
    args: { release: "v1", tiers: { backend: { context: FOLDER } }, repositoryUrls: { backend: REPOSITORY } },
    documented: ["components/images/releaseImagesArgs.ts"],
    mistakes: [
        [
            { release: "-v1" },
            'release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got "-v1"',
        ],
        [{ tiers: {} }, "tiers: must have at least one tier, got {}"],
        [
            { tiers: { Web: { image: IMAGE } } },
            'tiers["Web"]: must be 1 to 20 of a-z, 0-9 and -, and start with a letter, got "Web"',
        ],
        [
            given({ image: "shop:v1" }),
            `tiers.backend.image: ${NO_DIGEST}, got "shop:v1"; a tag may point to another image tomorrow`,
        ],
        [given({ context: FOLDER }), `tiers.backend.context: ${REMOVE}`],
        [given({ dockerfile: "Dockerfile" }), `tiers.backend.dockerfile: ${REMOVE}`],
        [given({ target: "app" }), `tiers.backend.target: ${REMOVE}`],
        [given({ args: {} }), `tiers.backend.args: ${REMOVE}`],
        [given({ platform: "linux/amd64" }), `tiers.backend.platform: ${REMOVE}`],
        [given({ cacheFrom: [] }), `tiers.backend.cacheFrom: ${REMOVE}`],
        [{ tiers: { backend: {} } }, "tiers.backend.context: must be a folder that exists, got undefined"],
        [backend({ context: "/no" }), 'tiers.backend.context: must be a folder that exists, got "/no"'],
        [
            backend({ dockerfile: "no" }),
            `tiers.backend.dockerfile: must be a file that exists, got ${JSON.stringify(join(FOLDER, "no"))}`,
        ],
        [backend({ target: "" }), `tiers.backend.target: ${TEXT}, got ""`],
        [
            backend({ platform: "linux/386" }),
            'tiers.backend.platform: must be linux/amd64 or linux/arm64, got "linux/386"',
        ],
        [backend({ cacheFrom: [""] }), `tiers.backend.cacheFrom: ${TEXT}, got ""`],
        [
            { repositoryUrls: undefined },
            "repositoryUrls.backend: must be a repository such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop, got undefined",
        ],
        [
            { repositoryUrls: { backend: `${REPOSITORY}:v1` } },
            `repositoryUrls.backend: must be a repository such as 123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop, got "${REPOSITORY}:v1"`,
        ],
    ],
});

describeRefusals<AppRepositoriesArgs>({
    component: AppRepositories,
    args: { app: "shop", tiers: ["backend"] },
    documented: ["components/images/repositoriesArgs.ts"],
    mistakes: [
        [{ app: "a b" }, 'app: must be 1 to 30 of A-Z, a-z, 0-9 and -, and start with a letter, got "a b"'],
        [{ tiers: [] }, "tiers: must be a list of at least one tier's name, got []"],
        [{ tiers: ["web", "web"] }, `tiers: must be a list of at least one tier's name, got ["web","web"]`],
        [{ keepImages: 9 }, "keepImages: must be a whole number from 10 to 10000, got 9"],
        [{ kmsKeyArn: "key" }, 'kmsKeyArn: must be the ARN of a KMS key, got "key"'],
        [{ scanOnPush: "yes" }, 'scanOnPush: must be true or false, got "yes"'],
        [{ forceDelete: 1 }, "forceDelete: must be true or false, got 1"],
    ],
});
