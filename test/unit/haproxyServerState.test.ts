import { stateOf } from "../../components/haproxy/runtime/serverState";

const HEAD = "# be_id be_name srv_id srv_name srv_addr ... srv_port";
const line = (backend: string, name: string, port: number) =>
    `6 ${backend} 1 ${name} 127.0.0.1 2 0 1 1 4 6 3 4 6 0 0 0 - ${port} - 0 0 - - 0`;
const shown = (...lines: string[]) => `1\n${[HEAD, ...lines].join("\n")}\n\n`;
const spec = {
    releases: { blue: "v1", green: "v2" },
    servers: {
        blue: { frontend: [{ name: "v1-1", port: 21001, pid: 1 }] },
        green: { frontend: [{ name: "v2-1", port: 21002, pid: 2 }] },
    },
};

test("what is known of an instance goes to the next worker", () => {
    const lines = [line("frontend.v1", "v1-1", 21001), line("frontend.v2", "v2-1", 21002)];
    expect(stateOf(spec, shown(...lines))).toBe(`1\n${[HEAD, ...lines].join("\n")}\n`);
});

test("an instance that got a new port is unknown to the next worker", () => {
    expect(stateOf(spec, shown(line("frontend.v2", "v2-1", 25000)))).toBe(`1\n${HEAD}\n`);
});

test("instances that are gone are left out", () => {
    const lines = [
        line("frontend.v0", "v0-1", 21002),
        line("frontend.v1", "v1-2", 21001),
        line("api.v1", "v1-1", 21001),
    ];
    expect(stateOf(spec, shown(...lines))).toBe(`1\n${HEAD}\n`);
});
