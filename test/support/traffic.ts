import {
    freshClient,
    type Load,
    type LoadOptions,
    type Report,
    startLoad,
    Visitor,
    type VisitorOptions,
} from "../../tools/traffic";
import { contractRules } from "./contractApp";

let ranges = 0;
const loads = new Set<Load>();
const visitors = new Set<Visitor>();

// Nobody is left behind by a test that failed.
afterEach(async () => {
    await Promise.all([...[...loads].map((one) => one.stop()), ...[...visitors].map((one) => one.close())]);
    loads.clear();
    visitors.clear();
});

/** First address of a range that nobody else in this process uses. */
export function ownAddresses(): string {
    return `127.${10 + ranges++}.0.1`;
}

/** Visitors of all kinds at work on the contract app, from addresses of their own. */
export async function load(url: string, options: Partial<LoadOptions> = {}): Promise<Load> {
    const started = startLoad({
        url,
        visitors: 20,
        newVisitorsPerSecond: 10,
        thinkMs: 150,
        apiPaths: ["/api/whoami", "/api/orders"],
        rules: contractRules,
        firstAddress: ownAddresses(),
        ...options,
    });
    loads.add(started);
    await started.ready;
    return started;
}

/** One visitor of the contract app, with cookies, from an address of its own. */
export function visitor(url: string, options: Partial<VisitorOptions> = {}): Visitor {
    const made = new Visitor({ url, rules: contractRules, localAddress: ownAddresses(), ...options });
    visitors.add(made);
    return made;
}

/** Ends a load that must not have seen anything wrong. */
export async function stopClean(started: Load): Promise<Report> {
    loads.delete(started);
    const report = await started.stop();
    expectClean(report);
    expect(report.requests).toBeGreaterThan(0);
    return report;
}

/** Ends a load of which some requests met an instance that was dead, by these statuses of the router; nothing else may have gone wrong. */
export async function stopAfterGatewayErrors(started: Load, statuses: readonly number[] = [502, 504]): Promise<void> {
    loads.delete(started);
    const report = await started.stop();
    expect(report.requests).toBeGreaterThan(0);
    const others = report.problems.filter(({ got }) => !statuses.some((status) => got.startsWith(`status ${status}`)));
    expectClean({ ...report, failed: 0, problems: others });
}

/** Nobody saw an error, another release than its own, or a mix. */
export function expectClean(report: Pick<Load, "problems"> & Pick<Report, "failed" | "flipped" | "skewed">): void {
    const { failed, flipped, skewed, problems } = report;
    expect({ failed, flipped, skewed, problems }).toEqual({ failed: 0, flipped: 0, skewed: 0, problems: [] });
}

/** The same for a single visitor. */
export function expectContent({ ledger }: Visitor): void {
    expectClean({ ...ledger.snapshot(), problems: ledger.problems });
}

/** Releases that so many fresh clients got, each with one request from an address of its own. */
export async function draws(url: string, path: string, clients: number, headers: Record<string, string> = {}) {
    const first = ownAddresses().split(".")[1];
    const counts: Record<string, number> = {};
    let next = 0;
    const work = async () => {
        for (let n = next++; n < clients; n = next++) {
            const address = `127.${first}.${n >> 8}.${n & 255}`;
            const { status, release = "none" } = await freshClient(url, path, headers, address);
            if (status !== 200) throw new Error(`${path} answers ${status} to ${address}`);
            counts[release] = (counts[release] ?? 0) + 1;
        }
    };
    await Promise.all(Array.from({ length: 32 }, work));
    return counts;
}
