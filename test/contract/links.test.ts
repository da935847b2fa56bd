import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesBelow, ROOT, textOf } from "../support/docComments";

const texts = ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", ...filesBelow("docs", ".md"), "bench/README.md"];

/** Headings of a text as the anchors that a Git host makes of them. */
function anchorsOf(file: string): string[] {
    const headings = textOf(file)
        .replace(/^```.*?^```/gms, "")
        .matchAll(/^#+ (.*)$/gm);
    return [...headings].map(([, title = ""]) =>
        title
            .toLowerCase()
            .replace(/[^\w\- ]/g, "")
            .replaceAll(" ", "-"),
    );
}

/** Links of a text within the repository that lead nowhere. */
function broken(file: string): string[] {
    const links = [...textOf(file).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
    return links
        .filter((link) => !/^[a-z]+:/.test(link))
        .filter((link) => {
            const [path = "", anchor] = link.split("#");
            const target = path === "" ? file : join(dirname(file), path);
            if (!existsSync(join(ROOT, target))) return true;
            return anchor !== undefined && !anchorsOf(target).includes(anchor);
        });
}

test.each(texts)("%s links to what is there", (file) => {
    expect(broken(file)).toEqual([]);
});
