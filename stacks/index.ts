import { outputsOf } from "./outputs";
import { readSettings, type Settings } from "./settings";

/** Each target loads its own provider, so that nobody waits for, or installs, one that is not used. */
function deploy(settings: Settings) {
    switch (settings.target) {
        case "haproxy":
            return (require("./haproxy") as typeof import("./haproxy")).deployHaproxy(settings);
        case "aws":
            return (require("./aws") as typeof import("./aws")).deployAws(settings);
        case "kubernetes":
            return (require("./kubernetes") as typeof import("./kubernetes")).deployKubernetes(settings);
    }
}

export = outputsOf(deploy(readSettings()));
