import { randomUUID } from "node:crypto";

const NAMESPACE = "http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/";

/** A request of the Query protocol: `Names.member.1=x` becomes a list. */
export function parseQuery(body: string): Record<string, unknown> {
    const result: Record<string, unknown> = {};
    for (const [path, value] of new URLSearchParams(body)) {
        const [name = "", member, index, ...rest] = path.split(".");
        if (member === undefined) {
            result[name] = value;
        } else if (member === "member") {
            const list = (result[name] ?? []) as unknown[];
            const at = Number(index) - 1;
            list[at] = rest.length === 0 ? value : { ...(list[at] as object | undefined), [rest.join(".")]: value };
            result[name] = list;
        }
    }
    return result;
}

/** An answer of the Query protocol. */
export function answerXml(action: string, result: object): string {
    const content = `<${action}Result>${contentOf(result)}</${action}Result>`;
    const id = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;
    return `<${action}Response xmlns="${NAMESPACE}">${content}${id}</${action}Response>`;
}

export function errorXml(code: string, message: string): string {
    const error = contentOf({ Type: "Sender", Code: code, Message: message });
    return `<ErrorResponse xmlns="${NAMESPACE}"><Error>${error}</Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`;
}

function contentOf(value: unknown): string {
    if (Array.isArray(value)) return value.map((item) => `<member>${contentOf(item)}</member>`).join("");
    if (value instanceof Date) return value.toISOString();
    if (typeof value !== "object" || value === null) return escaped(String(value));
    return Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([name, item]) => `<${name}>${contentOf(item)}</${name}>`)
        .join("");
}

function escaped(text: string): string {
    return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
