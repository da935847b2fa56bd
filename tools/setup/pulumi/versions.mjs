/** The CLI that the set-up fetches or builds. tools/pulumi-cli/go.mod names the same version. */
export const PULUMI_VERSION = "3.250.0";

/** The oldest CLI on PATH that will do. */
export const PULUMI_MINIMUM = "3.200";

/** The last version of the Node language host that can be built as a Go module (tools/pulumi-language-nodejs/go.mod). */
export const LANGUAGE_HOST_VERSION = "3.65.0";
