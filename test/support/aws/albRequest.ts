import type { Request } from "../../../components/release";

/** A request as the model of a load balancer takes it. */
export function albRequest({ path, query, headers, cookies }: Request, host = "shop.example.com") {
    const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
    const lines = [...Object.entries(headers), ...(cookie.length > 0 ? [["cookie", cookie.join("; ")] as const] : [])];
    return {
        method: "GET",
        host,
        path,
        query: Object.entries(query)
            .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
            .join("&"),
        headers: lines.map(([name, value]): [string, string] => [name, value]),
        source: "198.51.100.7",
    };
}
