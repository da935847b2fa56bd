import type { Color } from "../../components/release";
import type { CliCommand } from "../command";
import type { Context } from "../context";
import { refused } from "../failure";
import { select, sidesOf } from "../select";
import { type App, pickApp } from "../stack/apps";

/** A signed link is a secret of the state. */
async function signedLink({ workspace }: Context, { name }: App, color: Color): Promise<string | undefined> {
    return pickApp(await workspace.revealed(), name).previews[color];
}

/** The link that opens the standby's release. */
export const preview: CliCommand = {
    name: "preview",
    summary: "print the link that opens the standby's release before anybody else gets it",
    options: [{ flags: "--open", description: "open it in the browser too" }],
    async run(context, options) {
        const selected = await select(context, options);
        const { standby, releases } = sidesOf(selected);
        const release = releases[standby];
        if (release === undefined) {
            throw refused(`${standby} has no release to look at; put one there with \`blue-green deploy\``);
        }
        const url = selected.app.previews[standby] || (await signedLink(context, selected.app, standby));
        if (!url) throw refused(`the stack does not tell the link of ${release}; run \`pulumi up\`, then try again`);
        const { state, app } = selected;
        const report = { stack: state.stack, app: app.name, color: standby, release, url };
        context.screen.print(options.json ? JSON.stringify(report, undefined, 2) : url);
        if (options.open && !options.dryRun) context.open(url);
    },
};
