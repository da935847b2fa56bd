import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";

const TYPES = new Map([
    [".html", "text/html; charset=utf-8"],
    [".js", "text/javascript; charset=utf-8"],
    [".css", "text/css; charset=utf-8"],
    [".svg", "image/svg+xml"],
    [".json", "application/json"],
    [".png", "image/png"],
    [".ico", "image/x-icon"],
    [".woff2", "font/woff2"],
    [".txt", "text/plain; charset=utf-8"],
]);

/** @typedef {{ body: Buffer, type: string, cache: string }} File */

/**
 * Reads the built site once, by request path. Nothing else of the disk can be asked for, however a path is written.
 * @param {string} folder
 * @param {{ release: string, pin: string, color: string }} instance
 * @returns {Map<string, File>}
 */
export function siteOf(folder, instance) {
    const names = readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
    const files = new Map();
    for (const name of names) {
        const path = `/${relative(folder, name).replaceAll(sep, "/")}`;
        // The names of built assets carry a hash of their content; the page names the assets of its release.
        const cache = path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
        files.set(path, {
            body: readFileSync(name),
            type: TYPES.get(extname(name)) ?? "application/octet-stream",
            cache,
        });
    }
    const index = files.get("/index.html");
    if (!index) throw new Error(`${folder}: has no index.html; build the shop first: node examples/shop/build.mjs`);
    const assets = [...files.keys()].filter((path) => path.startsWith("/assets/"));
    index.body = Buffer.from(withRelease(index.body.toString("utf8"), assets, instance));
    files.set("/", index);
    return files;
}

/**
 * Writes the running release into the page, and what pins a visitor to it. The same build may run under any id, so this happens here, not in the
 * build.
 *
 * The import map makes every import of the bundle, also lazy ones and those from chunk to chunk, ask with `?release=`.
 * Without it a lazy chunk would import the entry by another address, and the page would run twice.
 * @param {string} html
 * @param {string[]} assets
 * @param {{ release: string, pin: string, color: string }} instance
 */
export function withRelease(html, assets, { release, pin, color }) {
    const query = `?release=${encodeURIComponent(pin)}`;
    const imports = Object.fromEntries(assets.map((path) => [path, path + query]));
    const head = [
        `<meta name="release" content="${release}">`,
        `<meta name="release-pin" content="${pin}">`,
        `<meta name="color" content="${color}">`,
        `<script type="importmap">${JSON.stringify({ imports })}</script>`,
    ];
    return html
        .replace(/(src|href)="(\/assets\/[^"?]+)"/g, `$1="$2${query}"`)
        .replace(
            /<meta name="release"[^>]*>\s*<meta name="release-pin"[^>]*>\s*<meta name="color"[^>]*>/,
            head.join("\n    "),
        );
}
