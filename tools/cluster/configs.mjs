import { generateKeyPairSync } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Writes the configuration of every component. JSON is YAML too. */
export function writeConfigs(layout, plan, tools) {
    for (const folder of [layout.config, layout.logs, layout.containerd, layout.kubelet, join(layout.config, "cni")]) {
        mkdirSync(folder, { recursive: true });
    }
    mkdirSync(layout.secrets, { recursive: true, mode: 0o700 });
    const write = (name, content) => {
        const text = typeof content === "string" ? content : `${JSON.stringify(content, undefined, 2)}\n`;
        writeFileSync(join(layout.config, name), text);
    };
    write("containerd.toml", containerd(layout, plan, tools));
    write("cni/10-bridge.conflist", bridge(plan));
    write("kubelet.json", kubelet(layout));
    write("kube-proxy.json", kubeProxy(layout, plan));
    write("registry.json", registry(layout, plan));
    write("resolv.conf", "nameserver 127.0.0.1\n");
    writeSecrets(layout, plan);
}

/** Keys for service accounts, and the one user that the components and the tests are. */
function writeSecrets({ secrets }, { token }) {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const write = (name, text) => writeFileSync(join(secrets, name), text, { mode: 0o600 });
    write("service-accounts.key", privateKey.export({ type: "pkcs8", format: "pem" }));
    write("service-accounts.pub", publicKey.export({ type: "spki", format: "pem" }));
    write("tokens.csv", `${token},admin,admin,"system:masters"\n`);
}

/** The API server makes its certificate itself, when it starts. */
export function kubeconfig({ inside, apiPort, token }, certificate) {
    const server = `https://${inside}:${apiPort}`;
    const authority = Buffer.from(certificate).toString("base64");
    return {
        apiVersion: "v1",
        kind: "Config",
        "current-context": "blue-green",
        clusters: [{ name: "blue-green", cluster: { server, "certificate-authority-data": authority } }],
        users: [{ name: "admin", user: { token } }],
        contexts: [{ name: "blue-green", context: { cluster: "blue-green", user: "admin" } }],
    };
}

function containerd({ containerd: root, config }, { registryPort }, { cni }) {
    return `version = 2
root = "${root}"
state = "/run/containerd"
disabled_plugins = ["io.containerd.internal.v1.opt", "io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "127.0.0.1:${registryPort}/pause:1"
  # Without it no pod starts where root may not lower the score.
  restrict_oom_score_adj = true
[plugins."io.containerd.grpc.v1.cri".cni]
  bin_dir = "${cni}"
  conf_dir = "${join(config, "cni")}"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
  SystemdCgroup = false
`;
}

function bridge({ pods }) {
    const ipam = {
        type: "host-local",
        ranges: [[{ subnet: pods }]],
        routes: [{ dst: "0.0.0.0/0" }],
        dataDir: "/run/cni",
    };
    const plugin = { type: "bridge", bridge: "pods", isGateway: true, ipMasq: false, hairpinMode: true, ipam };
    return { cniVersion: "0.4.0", name: "pods", plugins: [plugin] };
}

function kubelet({ config, kubelet: root, cgroup }) {
    return {
        apiVersion: "kubelet.config.k8s.io/v1beta1",
        kind: "KubeletConfiguration",
        authentication: { anonymous: { enabled: true }, webhook: { enabled: false } },
        authorization: { mode: "AlwaysAllow" },
        cgroupDriver: "cgroupfs",
        cgroupRoot: `/${cgroup}`,
        containerRuntimeEndpoint: "unix:///run/containerd/containerd.sock",
        enforceNodeAllocatable: [],
        // A developer's disk may be nearly full, and its pods are small.
        evictionHard: {
            "imagefs.available": "0%",
            "memory.available": "0%",
            "nodefs.available": "0%",
            "nodefs.inodesFree": "0%",
        },
        failSwapOn: false,
        imageGCHighThresholdPercent: 100,
        nodeStatusUpdateFrequency: "4s",
        oomScoreAdj: 0,
        resolvConf: join(config, "resolv.conf"),
        serializeImagePulls: false,
        volumePluginDir: join(root, "volume-plugins"),
    };
}

function kubeProxy({ kubeconfig: file }, { pods, node }) {
    return {
        apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
        kind: "KubeProxyConfiguration",
        clientConnection: { kubeconfig: file },
        clusterCIDR: pods,
        // Zero leaves the machine's settings as they are.
        conntrack: { maxPerCore: 0, min: 0, tcpCloseWaitTimeout: "0s", tcpEstablishedTimeout: "0s" },
        hostnameOverride: node,
        mode: "iptables",
        oomScoreAdj: 0,
    };
}

function registry({ images }, { registryPort }) {
    return {
        version: "0.1",
        log: { level: "warn", accesslog: { disabled: true } },
        storage: { filesystem: { rootdirectory: join(images, "registry") }, delete: { enabled: true } },
        http: { addr: `:${registryPort}` },
    };
}
