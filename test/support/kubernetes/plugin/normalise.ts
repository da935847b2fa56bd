import { hasUnknown } from "../../plugin/unknown";
import { isMap, type Manifest, put } from "./manifest";

/** Fields that only the API server sets. */
const READ_ONLY = [
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "generation",
    "managedFields",
    "resourceVersion",
    "uid",
];

/** An object in the form in which it is compared: equal ones are the same. */
export function normalise(manifest: Manifest): Manifest {
    const spoken = hasUnknown(manifest) ? manifest : withData(manifest);
    return READ_ONLY.reduce((rest, name) => put(rest, ["metadata", name], undefined), spoken);
}

/** The API server keeps what a Secret is given as text among its data. */
function withData(manifest: Manifest): Manifest {
    const { stringData, ...rest } = manifest;
    if (manifest.apiVersion !== "v1" || manifest.kind !== "Secret" || !isMap(stringData)) return manifest;
    if (Object.keys(stringData).length === 0) return manifest;
    const encoded = Object.entries(stringData).map(([key, text]) => [
        key,
        Buffer.from(String(text)).toString("base64"),
    ]);
    const data = isMap(manifest.data) ? manifest.data : {};
    return { ...rest, data: { ...data, ...Object.fromEntries(encoded) } } as Manifest;
}
