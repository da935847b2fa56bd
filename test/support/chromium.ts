import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { ROOT } from "../../tools/stack/pulumiStack";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The system's Chromium, without its calls home. */
export function launchChromium(): Promise<Browser> {
    const executablePath = PLACES.find((place) => existsSync(place));
    if (!executablePath) throw new Error("chromium: not found; run `npm run setup`, it says how to install it");
    return chromium.launch({
        executablePath,
        args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    });
}

/** Keeps a picture of a page as an artefact of the test run. */
export async function keepPicture(page: Page, name: string): Promise<void> {
    const folder = join(ROOT, "artifacts");
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}

/** What the shop shows: the release of the page, and of the last answer of its API after a fresh call. */
export async function shownReleases(page: Page): Promise<{ page: string; api: string; mixed: boolean }> {
    const answered = page.waitForResponse((response) => response.url().includes("/api/whoami"));
    await page.getByTestId("whoami").click();
    await answered;
    const text = async (id: string) => (await page.getByTestId(id).textContent()) ?? "";
    await page.waitForFunction(`document.querySelector("[data-testid=api-release]")?.textContent !== "none"`);
    return {
        page: await text("page-release"),
        api: await text("api-release"),
        mixed: (await page.getByTestId("mixed").count()) + (await page.getByTestId("problem").count()) > 0,
    };
}
