import { join } from "node:path";
import { goBuild } from "../goBuild.mjs";
import { LANGUAGE_HOST_VERSION, PULUMI_VERSION } from "./versions.mjs";

const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** What is built: the folder of its Go module, its package, and the version it is told it has. */
const PROGRAMS = [
    {
        name: "pulumi-language-nodejs",
        module: "tools/pulumi-language-nodejs",
        source: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
        variables: { [VERSION_VARIABLE]: LANGUAGE_HOST_VERSION },
    },
    {
        name: "pulumi",
        module: "tools/pulumi-cli",
        source: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        variables: { [VERSION_VARIABLE]: PULUMI_VERSION },
    },
];

export const PULUMI_MODULES = PROGRAMS.map(({ module }) => module);

/** Builds the CLI and its Node language host into `folder`/bin; `onStep` hears how far it got. */
export async function buildFromGo(context, go, folder, onStep) {
    for (const program of PROGRAMS) {
        await goBuild(context, go, { ...program, output: join(folder, "bin", program.name) }, onStep);
    }
}
