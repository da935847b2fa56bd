import { join } from "node:path";

/** How long a component may take until it answers. */
const START_MS = 90_000;

/**
 * What runs in the cluster's namespaces, in the order of the start. `ready` is asked until it answers 200; `after` names a step of the
 * supervisor that comes first.
 */
export function components(layout, plan, tools) {
    const { config, secrets, kubeconfig } = layout;
    const { inside, apiPort, services, pods, node, registryPort, gatewayPorts, token } = plan;
    const api = `https://${inside}:${apiPort}`;
    const keys = { public: join(secrets, "service-accounts.pub"), private: join(secrets, "service-accounts.key") };
    const component = (name, program, args, options = {}) => ({
        name,
        command: [program, ...args],
        startMs: START_MS,
        ...options,
    });
    return [
        // In memory, as all that is in it ends with the cluster.
        component("etcd", tools.etcd, ["--data-dir=/run/etcd", "--log-level=warn"], {
            ready: "http://127.0.0.1:2379/health",
        }),
        component("registry", tools.registry, ["serve", join(config, "registry.json")], {
            ready: `http://127.0.0.1:${registryPort}/v2/`,
        }),
        component("containerd", tools.containerd, ["--config", join(config, "containerd.toml")]),
        component(
            "kube-apiserver",
            tools["kube-apiserver"],
            [
                "--etcd-servers=http://127.0.0.1:2379",
                `--advertise-address=${inside}`,
                `--secure-port=${apiPort}`,
                `--cert-dir=${secrets}`,
                `--token-auth-file=${join(secrets, "tokens.csv")}`,
                "--authorization-mode=Node,RBAC",
                "--allow-privileged=true",
                `--service-cluster-ip-range=${services}`,
                "--service-account-issuer=https://kubernetes.default.svc",
                `--service-account-key-file=${keys.public}`,
                `--service-account-signing-key-file=${keys.private}`,
                "--kubelet-preferred-address-types=InternalIP",
            ],
            { ready: `${api}/readyz` },
        ),
        component("kube-controller-manager", tools["kube-controller-manager"], [
            `--kubeconfig=${kubeconfig}`,
            "--leader-elect=false",
            "--use-service-account-credentials=false",
            `--service-account-private-key-file=${keys.private}`,
            `--root-ca-file=${join(secrets, "apiserver.crt")}`,
            `--cluster-cidr=${pods}`,
            `--cert-dir=${secrets}`,
        ]),
        component("kube-scheduler", tools["kube-scheduler"], [
            `--kubeconfig=${kubeconfig}`,
            "--leader-elect=false",
            `--cert-dir=${secrets}`,
        ]),
        component("kubelet", tools.kubelet, [
            `--config=${join(config, "kubelet.json")}`,
            `--kubeconfig=${kubeconfig}`,
            `--root-dir=${layout.kubelet}`,
            `--cert-dir=${join(layout.kubelet, "pki")}`,
            `--hostname-override=${node}`,
            `--node-ip=${inside}`,
        ]),
        component("kube-proxy", tools["kube-proxy"], [`--config=${join(config, "kube-proxy.json")}`]),
        component(
            "traefik",
            tools.traefik,
            [
                "--providers.kubernetesgateway",
                `--providers.kubernetesgateway.endpoint=${api}`,
                `--providers.kubernetesgateway.token=${token}`,
                `--providers.kubernetesgateway.certauthfilepath=${join(secrets, "apiserver.crt")}`,
                `--providers.kubernetesgateway.statusaddress.ip=${inside}`,
                "--entrypoints.traefik.address=:9000",
                "--api.insecure=true",
                "--ping=true",
                "--metrics.prometheus=true",
                "--metrics.prometheus.addrouterslabels=true",
                "--global.checknewversion=false",
                "--global.sendanonymoususage=false",
                ...gatewayPorts.map((port) => `--entrypoints.p${port}.address=:${port}`),
            ],
            { ready: "http://127.0.0.1:9000/ping" },
        ),
    ];
}
