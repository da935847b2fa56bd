import type { Browser } from "playwright-core";
import type { PulumiStack } from "../../tools/stack/pulumiStack";
import { keepPicture, launchChromium, shownReleases } from "../support/chromium";

const onV1 = { page: "v1", api: "v1", mixed: false };
const onV2 = { page: "v2", api: "v2", mixed: false };

/** Chromium opens the sample shop: v1 is live on blue, v2 is on green. */
export function browserScenarios(start: () => Promise<PulumiStack>): void {
    let stack: PulumiStack;
    let browser: Browser;
    let url: string;

    beforeAll(async () => {
        stack = await start();
        await stack.mustUp();
        url = (await stack.outputs()).url ?? "";
        browser = await launchChromium();
    });

    afterAll(async () => {
        await browser?.close();
        expect(await stack?.dispose()).toBeUndefined();
    });

    test("S03 S05 S12 S16 an open profile stays on blue in all its tabs, a new one gets green, a preview link moves only its own", async () => {
        const regular = await browser.newContext();
        const oldTab = await regular.newPage();
        await oldTab.goto(url);
        expect(await shownReleases(oldTab)).toEqual(onV1);

        const operator = await browser.newContext();
        const preview = await operator.newPage();
        await preview.goto((await stack.outputs()).greenPreviewUrl ?? "");
        expect(await shownReleases(preview)).toEqual(onV2);
        await preview.goto(url);
        expect(await shownReleases(preview)).toEqual(onV2);

        const switched = await stack.shell((await stack.outputs()).switchover ?? "false");
        expect(switched).toMatchObject({ code: 0 });

        expect(await shownReleases(oldTab)).toEqual(onV1);
        await oldTab.reload();
        expect(await shownReleases(oldTab)).toEqual(onV1);
        const secondTab = await regular.newPage();
        await secondTab.goto(url);
        expect(await shownReleases(secondTab)).toEqual(onV1);

        const newcomer = await browser.newContext();
        const newTab = await newcomer.newPage();
        await newTab.goto(url);
        expect(await shownReleases(newTab)).toEqual(onV2);
        await keepPicture(oldTab, "profile-that-stays-on-blue");
        await keepPicture(newTab, "profile-that-gets-green");

        // A tab asks for the other release; the old tab of the same profile keeps its API by its header.
        await secondTab.goto(`${url}/?release=v2`);
        expect(await shownReleases(secondTab)).toEqual(onV2);
        expect(await shownReleases(oldTab)).toEqual(onV1);
        await Promise.all([regular, operator, newcomer].map((context) => context.close()));
    });

    test("S15 S17 S19 assets and frames follow the page that caused them, and the visitor can go back", async () => {
        const context = await browser.newContext();
        const page = await context.newPage();
        const failed: string[] = [];
        const releases = new Set<string>();
        page.on("response", async (response) => {
            if (response.status() >= 400) failed.push(`${response.status()} ${response.url()}`);
            releases.add((await response.allHeaders())["x-release"] ?? "none");
        });
        await page.goto(`${url}/?release=v1`);
        expect(await shownReleases(page)).toEqual(onV1);
        await page.evaluate(`document.body.append(Object.assign(document.createElement("iframe"), { src: "${url}" }))`);
        const inner = page.frameLocator("iframe").getByTestId("page-release");
        await inner.waitFor();
        expect(await inner.textContent()).toBe("v1");

        // Another tab moves the cookie on; the old page then loads a chunk that only its own release has.
        const other = await context.newPage();
        await other.goto(`${url}/?release=v2`);
        expect(await shownReleases(other)).toEqual(onV2);
        await page.locator("[data-testid^=open-]").first().click();
        await page.getByRole("button", { name: /back/i }).waitFor();
        expect([...releases]).toEqual(["v1"]);
        expect(failed.filter((line) => !line.includes("favicon"))).toEqual([]);

        await other.goto(`${url}/?release=v1`);
        expect(await shownReleases(other)).toEqual(onV1);
        await context.close();
    });
}
