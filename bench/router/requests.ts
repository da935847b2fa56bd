/** What wrk sends: a script in its own language, Lua. */
export type Script = string;

/** How many visitors the pinned requests come from. */
export const VISITORS = 1000;

const BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept-Language": "en-US,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br",
};
const PAGE = { ...BROWSER, Accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };
const CALL = { ...BROWSER, Accept: "application/json", Referer: "http://127.0.0.1/", "X-Release": "v1" };

/** Visitors with all their cookies: a page, then a call to the API, one visitor after another. */
export function pinned(visitors: number): Script {
    return script(visitors, [`wrk.format("GET", "/", page)`, `wrk.format("GET", "/api/products", call)`], true);
}

/** Page loads without any cookie: each one is a new visitor. */
export function newcomers(): Script {
    return script(1, [`wrk.format("GET", "/", page)`], false);
}

function script(visitors: number, requests: readonly string[], cookies: boolean): Script {
    const cookie = `"release=v1; release-visitor=" .. id .. "; release-frontend=v1-1; release-backend=v1-1"`;
    return `
local requests = {}
init = function()
    for visitor = 1, ${visitors} do
        local id = string.format("%08x-0000-4000-8000-000000000000", visitor)
        local page = ${table(PAGE)}
        local call = ${table(CALL)}
        ${cookies ? `page["Cookie"] = ${cookie}; call["Cookie"] = page["Cookie"]` : ""}
        ${requests.map((one) => `requests[#requests + 1] = ${one}`).join("\n        ")}
    end
end
local turn = 0
request = function()
    turn = turn % #requests + 1
    return requests[turn]
end
done = function(summary, latency)
    local errors = summary.errors
    io.write(string.format(
        '\\n{"requests":%d,"microseconds":%d,"p99":%d,"errors":%d}\\n',
        summary.requests, summary.duration, latency:percentile(99),
        errors.connect + errors.read + errors.write + errors.status + errors.timeout
    ))
end
`;
}

function table(headers: Readonly<Record<string, string>>): string {
    const pairs = Object.entries(headers).map(([name, value]) => `["${name}"] = ${JSON.stringify(value)}`);
    return `{ ${pairs.join(", ")} }`;
}
