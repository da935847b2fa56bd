import { AppGateway, type AppGatewayArgs, AppNamespace, type AppNamespaceArgs } from "../../../components/kubernetes";
import { GATEWAY } from "../../support/kubernetes/pieces";
import { describeRefusals } from "../../support/pieces/refusals";

const NAME = "must be 1 to 63 of a-z, 0-9 and -, starting and ending with a letter or digit";
const LABELS = 'must be names and values as Kubernetes takes them, got {"":"x"}';
const adopt = { name: "public" };
const ADOPTED = "must be left out when adopt is given";
const elsewhere = "it is said where that Gateway is made";
const bare = { className: undefined, certificateSecrets: undefined };

describeRefusals<AppNamespaceArgs>({
    component: AppNamespace,
    args: { name: "shops" },
    documented: ["components/kubernetes/namespace/appNamespaceArgs.ts"],
    mistakes: [
        [{ name: "Shops" }, `name: ${NAME}, got "Shops"`],
        [{ create: "no" }, 'create: must be true or false, got "no"'],
        [{ create: false, name: undefined }, "name: must be given when create is false, got undefined"],
        [
            { create: false, labels: { a: "b" } },
            'labels: must be left out when create is false, got {"a":"b"}; label the namespace where it is made',
        ],
        [{ labels: { "": "x" } }, `labels: ${LABELS}`],
    ],
});

describeRefusals<AppGatewayArgs>({
    component: AppGateway,
    args: GATEWAY,
    documented: ["components/kubernetes/gateway/appGatewayArgs.ts"],
    mistakes: [
        [
            { app: "" },
            'app: must be 1 to 30 of a-z, 0-9 and -, starting with a letter and ending with a letter or digit, got ""',
        ],
        [{ namespace: "" }, `namespace: ${NAME}, got ""`],
        [{ labels: { "": "x" } }, `labels: ${LABELS}`],
        [
            { className: undefined },
            "className: must be the name of a GatewayClass, got undefined; kubectl get gatewayclass lists them",
        ],
        [{ certificateSecrets: [] }, "certificateSecrets: must name at least one Secret, or plainHttp be true, got []"],
        [{ certificateSecrets: ["A"] }, 'certificateSecrets: must be names of objects, got "A"'],
        [
            { plainHttp: true },
            'certificateSecrets: must be left out when plainHttp is true, got ["shop-tls"]; remove one of the two',
        ],
        [{ plainHttp: "yes", certificateSecrets: undefined }, 'plainHttp: must be true or false, got "yes"'],
        [{ port: 0 }, "port: must be a whole number from 1 to 65535, got 0"],
        [{ adopt, certificateSecrets: undefined }, `className: ${ADOPTED}, got "traefik"; ${elsewhere}`],
        [{ adopt: { name: "Public" }, ...bare }, 'adopt.name: must be the name of an object, got "Public"'],
        [{ adopt: { ...adopt, namespace: "A" }, ...bare }, `adopt.namespace: ${NAME}, got "A"`],
        [{ adopt: { ...adopt, listener: "A" }, ...bare }, 'adopt.listener: must be the name of an object, got "A"'],
    ],
});
