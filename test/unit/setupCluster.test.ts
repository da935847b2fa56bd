import { runModule } from "../support/runModule";

const ANYWHERE = { platform: "linux", root: false, id: "unheard-of", like: [] };

/** What the step answers where it may not run a cluster of its own: its variables, or its error. */
function answer(when: string, env: Record<string, string> = {}): unknown {
    return runModule(
        `const { ensureCluster } = await load("tools/setup/steps/cluster.mjs");
         return ensureCluster({ env: args[1], system: args[2] }, args[0]).then(
             ({ variables = {} }) => variables,
             (error) => ({ error: error.constructor.name, message: error.message }),
         );`,
        when,
        env,
        ANYWHERE,
    );
}

test("where no cluster can be run its tests are told why, if they are wanted only if possible", () => {
    const why = "cluster: one of the tool's own needs root on Linux, got another user";
    expect(answer("if possible")).toEqual({ CLUSTER_MISSING: expect.stringContaining(why) });
    expect(answer("always")).toEqual({ error: "SetupError", message: expect.stringContaining(why) });
});

test("a cluster of KUBECONFIG is used only together with a registry from which it pulls", () => {
    const given = { KUBECONFIG: "/home/me/.kube/config" };
    const why = /^CLUSTER_REGISTRY: must name a registry .*\/home\/me\/.kube\/config.*unset KUBECONFIG/;
    expect(answer("if possible", given)).toEqual({ CLUSTER_MISSING: expect.stringMatching(why) });
    expect(answer("always", given)).toEqual({ error: "SetupError", message: expect.stringMatching(why) });
    expect(answer("always", { ...given, CLUSTER_REGISTRY: "registry.example.com" })).toEqual({});
});
