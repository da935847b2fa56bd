import type { HaproxyBlueGreenArgs } from "../../components/haproxy/args";
import { haproxySettings } from "../../components/haproxy/settings";

const process = { command: ["node", "server.js"], cwd: "/srv" };
const args: HaproxyBlueGreenArgs = {
    tiers: {
        frontend: { paths: ["/*"], health: { path: "/healthz" } },
        backend: { paths: ["/api/*"], health: { path: "/api/healthz" } },
    },
    blue: { release: "v1", commands: { frontend: process, backend: process } },
    traffic: { active: "blue" },
    port: 8080,
};
const mistakes = (commands: Record<string, typeof process>) =>
    haproxySettings("shop", { ...args, blue: { release: "v1", commands } }).mistakes.map(
        ({ where, text }) => `${where}: ${text}`,
    );

test("commands for every tier are right", () => {
    expect(mistakes({ frontend: process, backend: process })).toEqual([]);
});

test("S29 a command for an unknown tier is refused", () => {
    expect(mistakes({ frontend: process, backend: process, backnd: process })).toEqual([
        'blue.commands.backnd: must be for a tier of the app: frontend, backend, got "backnd"; correct the name, or add the tier',
    ]);
});

test("S26 a tier without a command is refused", () => {
    expect(mistakes({ frontend: process })).toEqual([
        "blue.commands.backend: is needed, since the app has this tier, got undefined",
    ]);
});
