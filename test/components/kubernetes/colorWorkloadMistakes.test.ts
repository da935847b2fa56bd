import { ColorWorkload, type ColorWorkloadArgs } from "../../../components/kubernetes";
import { WORKLOAD } from "../../support/kubernetes/pieces";
import { describeRefusals } from "../../support/pieces/refusals";
import { NO_DIGEST } from "../../support/pieces/samples";

const OWN = "RELEASE, COLOR, TIER, HOST, PORT, RELEASE_COOKIE";
const LABEL = "must end with a letter or digit too, since it is a label";
const FLAG = "must be true or false, got 1";
const folder = "must be an absolute path that is not / and not in writablePaths";
const secret = { secret: "db", key: "url" };

describeRefusals<ColorWorkloadArgs>({
    component: ColorWorkload,
    args: WORKLOAD,
    documented: ["components/kubernetes/workload/colorWorkloadArgs.ts", "components/kubernetes/workload/podArgs.ts"],
    mistakes: [
        [
            { app: "Shop" },
            'app: must be 1 to 30 of a-z, 0-9 and -, starting with a letter and ending with a letter or digit, got "Shop"',
        ],
        [{ tier: "API" }, 'tier: must be 1 to 20 of a-z, 0-9 and -, and start with a letter, got "API"'],
        [{ tier: "api-" }, `tier: ${LABEL}, got "api-"`],
        [{ color: "red" }, 'color: must be blue or green, got "red"'],
        [
            { release: "" },
            'release: must be 1 to 40 of A-Z, a-z, 0-9, dot, _ and -, starting with a letter or digit, got ""',
        ],
        [{ release: "v1." }, `release: ${LABEL}, got "v1."`],
        [{ image: "shop:v1" }, `image: ${NO_DIGEST}, got "shop:v1"; a tag may point to another image tomorrow`],
        [
            { namespace: "a.b" },
            'namespace: must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit, got "a.b"',
        ],
        [{ port: 80 }, "port: must be a whole number from 1024 to 65535, got 80"],
        [{ health: { path: "healthz" } }, 'health.path: must be an absolute path without query, got "healthz"'],
        [
            { health: { path: "/h", intervalSeconds: 0.5 } },
            "health.intervalSeconds: must be a whole number from 1 to 300, got 0.5",
        ],
        [
            { health: { path: "/h", timeoutSeconds: 121 } },
            "health.timeoutSeconds: must be a whole number from 1 to 120, got 121",
        ],
        [{ health: { path: "/h", fall: 0 } }, "health.fall: must be a whole number from 1 to 10, got 0"],
        [{ health: { path: "/h", rise: 11 } }, "health.rise: must be a whole number from 1 to 10, got 11"],
        [{ instances: -1 }, "instances: must be a whole number from 0 to 1000, got -1"],
        [
            { instances: 9, autoscaling: { minInstances: 2, maxInstances: 4 } },
            "instances: must be from minInstances to maxInstances of autoscaling, got 9; that is 2 to 4",
        ],
        [{ startSeconds: 5 }, "startSeconds: must be a whole number from 10 to 3600, got 5"],
        [{ labels: { "a b": "c" } }, 'labels: must be names and values as Kubernetes takes them, got {"a b":"c"}'],
        [{ cpu: "1 CPU" }, 'cpu: must be a quantity such as 250m or 1, got "1 CPU"'],
        [{ cpuLimit: "m" }, 'cpuLimit: must be a quantity such as 250m or 1, got "m"'],
        [{ memory: "256MB" }, 'memory: must be a quantity such as 256Mi or 1Gi, got "256MB"'],
        [
            { autoscaling: { minInstances: 0, maxInstances: 2 } },
            "autoscaling.minInstances: must be a whole number from 1 to 100, got 0",
        ],
        [
            { autoscaling: { minInstances: 1, maxInstances: 1001 } },
            "autoscaling.maxInstances: must be a whole number from 1 to 1000, got 1001",
        ],
        [
            { autoscaling: { minInstances: 3, maxInstances: 2 } },
            "autoscaling.maxInstances: must not be less than minInstances, got 2; minInstances is 3",
        ],
        [
            { autoscaling: { minInstances: 1, maxInstances: 2, cpuPercent: 0 } },
            "autoscaling.cpuPercent: must be a whole number from 1 to 1000, got 0",
        ],
        [{ command: [] }, "command: must be a list of words, a program and its arguments, got []"],
        [
            { env: { PORT: "1" } },
            `env.PORT: must not be one that the release sets itself: ${OWN}, got "PORT"; choose another name`,
        ],
        [{ configMaps: ["A"] }, 'configMaps: must be names of objects, got "A"'],
        [{ secrets: [""] }, 'secrets: must be names of objects, got ""'],
        [{ pullSecrets: ["a_b"] }, 'pullSecrets: must be names of objects, got "a_b"'],
        [
            { secretEnv: { TIER: secret } },
            `secretEnv.TIER: must not be one that the release sets itself: ${OWN}, got "TIER"; choose another name`,
        ],
        [{ secretEnv: { A: secret }, env: { A: "1" } }, 'secretEnv.A: must not be in env as well, got "A"; remove one'],
        [
            { secretEnv: { A: { secret: "DB", key: "url" } } },
            'secretEnv.A.secret: must be the name of an object, got "DB"',
        ],
        [
            { secretEnv: { A: { secret: "db", key: "a b" } } },
            'secretEnv.A.key: must be a key, 1 to 253 of A-Z, a-z, 0-9, dot, _ and -, got "a b"',
        ],
        [{ mounts: { etc: { secret: "db" } } }, `mounts["etc"]: ${folder}, got "etc"`],
        [{ mounts: { "/tmp": { secret: "db" } } }, `mounts["/tmp"]: ${folder}, got "/tmp"`],
        [{ mounts: { "/etc/db": {} } }, 'mounts["/etc/db"]: must name either a configMap or a secret, got {}'],
        [
            { mounts: { "/etc/db": { secret: "a", configMap: "b" } } },
            'mounts["/etc/db"]: must name either a configMap or a secret, got {"configMap":"b","secret":"a"}',
        ],
        [{ user: 0 }, "user: must be a whole number from 1 to 65535, got 0"],
        [{ readOnlyRoot: 1 }, `readOnlyRoot: ${FLAG}`],
        [{ writablePaths: ["/"] }, 'writablePaths: must be absolute paths, none of them twice or /, got ["/"]'],
        [
            { writablePaths: ["/a", "/a"] },
            'writablePaths: must be absolute paths, none of them twice or /, got ["/a","/a"]',
        ],
        [{ stopPauseSeconds: 121 }, "stopPauseSeconds: must be a whole number from 0 to 120, got 121"],
        [{ stopSeconds: 0 }, "stopSeconds: must be a whole number from 1 to 3600, got 0"],
        [{ serviceAccount: "A" }, 'serviceAccount: must be the name of an object, got "A"'],
        [{ serviceAccountToken: 1 }, `serviceAccountToken: ${FLAG}`],
        [{ disruptionBudget: 1 }, `disruptionBudget: ${FLAG}`],
        [{ networkPolicy: {} }, "networkPolicy: must name somebody, in namespaces or cidrs, got {}"],
        [{ networkPolicy: { namespaces: ["A"] } }, 'networkPolicy.namespaces: must be names of namespaces, got "A"'],
        [
            { networkPolicy: { cidrs: ["10.0.0.1"] } },
            'networkPolicy.cidrs: must be ranges of addresses such as 10.0.0.0/16, got "10.0.0.1"',
        ],
    ],
});
