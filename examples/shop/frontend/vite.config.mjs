import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The contract is given by build.mjs, which builds this page once for each. */
export default defineConfig({
    root: here("."),
    resolve: { alias: { "@seesaw/blue-green/client": here("../../../components/client/index.ts") } },
    build: { emptyOutDir: true, reportCompressedSize: false },
    logLevel: "warn",
});
