import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type ImageArgs, ReleaseImages, type ReleaseImagesArgs } from "../../../components/images";
import { pinned, repositoryOf } from "../../../components/images/releaseImages";
import { imageSettings } from "../../../components/images/settings";
import { isSecret, Recorder, unwrapped } from "../../support/harness";
import { changesBetween, declaredBy } from "../../support/pieces/declared";
import { DIGEST, IMAGE, known, made, REPOSITORY } from "../../support/pieces/samples";

const FOLDER = mkdtempSync(join(tmpdir(), "bg-images-"));
mkdirSync(join(FOLDER, "docker"));
for (const file of ["Dockerfile", ".dockerignore", "docker/web"]) writeFileSync(join(FOLDER, file), "");
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const OTHER = `ghcr.io/shop/frontend@${DIGEST}`;
const ARGS: ReleaseImagesArgs = {
    release: "v1",
    tiers: { backend: { context: FOLDER }, frontend: { image: OTHER } },
    repositoryUrls: { backend: REPOSITORY },
};
const images = (args: Partial<ReleaseImagesArgs> = {}) =>
    declaredBy(() => new ReleaseImages("shop", { ...ARGS, ...args }));
const builtWith = async (change: ImageArgs) => {
    const tiers = { ...ARGS.tiers, backend: { context: FOLDER, ...change } };
    return changesBetween(await images(), await images({ tiers }));
};
const BUILD = {
    context: FOLDER,
    dockerfile: join(FOLDER, "Dockerfile"),
    platform: "linux/amd64",
    args: { BUILDKIT_INLINE_CACHE: "1" },
};
const NAME = "shop-backend-v1";

test("a tier's image is built from its folder and pushed with the release's id as tag; one that exists is not", async () => {
    const [component, ...children] = await images();
    expect(component).toMatchObject({ type: "blue-green:index:ReleaseImages", name: "shop", parent: "" });
    const [{ inputs, ...image } = { inputs: {} as Record<string, unknown> }, ...others] = children;
    expect(others).toEqual([]);
    expect(image).toMatchObject({ type: "docker:index/image:Image", name: NAME, parent: "shop", ignores: [] });
    const { registry, ...rest } = inputs;
    expect(rest).toEqual({ imageName: `${REPOSITORY}:v1`, build: BUILD, buildOnPreview: false, skipPush: false });
    expect(unwrapped(registry)).toEqual({
        server: "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
        username: "AWS",
        password: "login",
    });
});

test("the login is that of the repository's account and region, and a secret", async () => {
    const looked: unknown[] = [];
    const recorder = await Recorder.start(made, false, (token, inputs) => {
        looked.push([token, inputs]);
        return known(token, inputs);
    });
    new ReleaseImages("shop", ARGS);
    expect(isSecret((await recorder.one(NAME)).inputs.registry)).toBe(true);
    expect(looked).toEqual([
        ["aws:ecr/getAuthorizationToken:getAuthorizationToken", { registryId: "123456789012", region: "eu-central-1" }],
    ]);
});

test("another registry is pushed to with docker's own login", async () => {
    const { [NAME]: image } = changesBetween(
        await images(),
        await images({ repositoryUrls: pulumi.output({ backend: "ghcr.io/shop/backend" }) }),
    );
    expect(image).toEqual({ imageName: "ghcr.io/shop/backend:v1", registry: undefined });
});

test("a release is another image, so that none is ever built anew for another id", async () => {
    const names = (await images({ release: "v2" })).map(({ name }) => name);
    expect(names).toEqual(["shop", "shop-backend-v2"]);
});

describe("what is built changes with", () => {
    test("dockerfile, target and platform", async () => {
        expect(await builtWith({ dockerfile: "docker/web" })).toEqual({
            [NAME]: { build: { ...BUILD, dockerfile: join(FOLDER, "docker/web") } },
        });
        const absolute = join(FOLDER, "docker/web");
        expect(await builtWith({ dockerfile: absolute })).toEqual(await builtWith({ dockerfile: "docker/web" }));
        expect(await builtWith({ target: "app" })).toEqual({ [NAME]: { build: { ...BUILD, target: "app" } } });
        expect(await builtWith({ platform: "linux/arm64" })).toEqual({
            [NAME]: { build: { ...BUILD, platform: "linux/arm64" } },
        });
    });

    test("args and cacheFrom", async () => {
        expect(await builtWith({ args: { CONTRACT: pulumi.output("2") } })).toEqual({
            [NAME]: { build: { ...BUILD, args: { BUILDKIT_INLINE_CACHE: "1", CONTRACT: "2" } } },
        });
        expect(await builtWith({ cacheFrom: [pulumi.output(IMAGE)] })).toEqual({
            [NAME]: { build: { ...BUILD, cacheFrom: { images: [IMAGE] } } },
        });
    });
});

test("references are by digest, of what was built and of what exists", async () => {
    const recorder = await Recorder.start(made, false, known);
    new ReleaseImages("shop", { ...ARGS, tiers: { ...ARGS.tiers, frontend: { image: pulumi.output(OTHER) } } });
    expect(await recorder.outputsOf("shop")).toEqual({
        references: { backend: `${REPOSITORY}@${DIGEST}`, frontend: OTHER },
    });
});

test("a reference without a digest, and a tier without a repository, are refused when they are known", () => {
    expect(pinned("backend", IMAGE)).toBe(IMAGE);
    expect(() => pinned("backend", DIGEST)).toThrow(
        `tiers.backend: was built but not pushed: docker knows no digest of it, got ${DIGEST}`,
    );
    expect(repositoryOf("backend", { backend: REPOSITORY })).toBe(REPOSITORY);
    for (const urls of [undefined, {}]) {
        expect(() => repositoryOf("backend", urls)).toThrow(
            "repositoryUrls.backend: is needed, since the tier's image is built, got undefined",
        );
    }
});

describe("a hint that every file counts as a source", () => {
    const warnings = (files: string[], image: ImageArgs = { context: "/src" }) =>
        imageSettings(
            { ...ARGS, tiers: { backend: image } },
            { isFolder: () => true, isFile: (path) => files.includes(path) },
        ).warnings;

    test("is logged at the component, which goes on", async () => {
        const warn = jest.spyOn(pulumi.log, "warn").mockImplementation(async () => undefined);
        const bare = mkdtempSync(join(FOLDER, "bare-"));
        writeFileSync(join(bare, "Dockerfile"), "");
        const declared = await images({ tiers: { backend: { context: bare } } });
        expect(declared).toHaveLength(2);
        const hint = `tiers.backend.context: has no .dockerignore, so that every file below ${bare} counts as a source`;
        expect(warn.mock.calls).toEqual([[hint, expect.any(ReleaseImages)]]);
        warn.mockRestore();
    });

    test("is given when there is no .dockerignore", () => {
        expect(warnings(["/src/Dockerfile"])).toEqual([
            "tiers.backend.context: has no .dockerignore, so that every file below /src counts as a source",
        ]);
    });

    test.each(["/src/.dockerignore", "/src/Dockerfile.dockerignore"])("is not given with %s", (file) => {
        expect(warnings(["/src/Dockerfile", file])).toEqual([]);
    });

    test("is not given for an image that exists, or beside a mistake", () => {
        expect(warnings([], { image: IMAGE })).toEqual([]);
        expect(warnings([])).toEqual([]);
    });
});
