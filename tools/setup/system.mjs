import { readFileSync } from "node:fs";

/** The package that holds a tool, by package manager; `default` elsewhere. */
const PACKAGES = {
    haproxy: { default: "haproxy" },
    wrk: { default: "wrk" },
    chromium: { default: "chromium", brew: "--cask google-chrome" },
    etcd: { default: "etcd", apt: "etcd-server" },
    containerd: { default: "containerd" },
    runc: { default: "runc" },
    cni: { default: "containernetworking-plugins", pacman: "cni-plugins" },
    registry: { default: "docker-registry", apk: "docker-registry", dnf: "docker-distribution" },
    dockerd: { default: "docker", apt: "docker.io" },
    busybox: { default: "busybox", apt: "busybox-static" },
    iptables: { default: "iptables" },
    ip: { default: "iproute2", dnf: "iproute" },
    python: { default: "python3", apt: "python3-venv", pacman: "python", brew: "python" },
};

const INSTALL = {
    apt: "apt-get install -y",
    dnf: "dnf install -y",
    apk: "apk add",
    zypper: "zypper install -y",
    pacman: "pacman -S --needed",
    brew: "brew install",
};

const MANAGERS = {
    debian: "apt",
    ubuntu: "apt",
    fedora: "dnf",
    rhel: "dnf",
    centos: "dnf",
    alpine: "apk",
    suse: "zypper",
    opensuse: "zypper",
    arch: "pacman",
};

/** The fields of an os-release file that say which distribution this is. */
export function parseOsRelease(text) {
    const field = (name) => new RegExp(`^${name}=["']?([^"'\n]*)`, "m").exec(text)?.[1] ?? "";
    return { id: field("ID"), like: field("ID_LIKE").split(" ").filter(Boolean) };
}

/** What the set-up needs to know about the machine it runs on. */
export function thisSystem() {
    const system = { platform: process.platform, root: process.getuid?.() === 0, id: "", like: [] };
    if (process.platform !== "linux") return system;
    for (const file of ["/etc/os-release", "/usr/lib/os-release"]) {
        try {
            return { ...system, ...parseOsRelease(readFileSync(file, "utf8")) };
        } catch {
            // The other file, or none: then the system has no name.
        }
    }
    return system;
}

function managerOf({ platform, id, like }) {
    if (platform === "darwin") return "brew";
    return [id, ...like].map((name) => MANAGERS[name]).find((manager) => manager !== undefined);
}

/** The command that installs `tool` on `system`, or undefined when the system is none that we know. */
export function installCommand(tool, system) {
    const manager = managerOf(system);
    if (manager === undefined) return undefined;
    const asRoot = system.root || manager === "brew" ? "" : "sudo ";
    if (isSnap(tool, system)) return `${asRoot}snap install ${tool}`;
    return `${asRoot}${INSTALL[manager]} ${packageOf(tool, system)}`;
}

/** The package that holds `tool`. */
export function packageOf(tool, system) {
    return PACKAGES[tool][managerOf(system)] ?? PACKAGES[tool].default;
}

/** Whether the set-up may install `tool` by itself: as root, from Debian's or Ubuntu's own packages. */
export function canInstall(tool, system) {
    return system.root && managerOf(system) === "apt" && !isSnap(tool, system);
}

/** Ubuntu and what is made from it have no Chromium package: theirs only fetches the snap. */
function isSnap(tool, { id, like }) {
    return tool === "chromium" && [id, ...like].includes("ubuntu");
}
