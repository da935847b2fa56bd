import { request } from "node:http";

/** Asks the stand-in cloud, for as long as it takes. */
export function askCloud(url: string, api: "provider" | "control", name: string, body: object): Promise<unknown> {
    return new Promise((resolve, reject) => {
        const sent = request(`${url}/${api}/${name}`, { method: "POST", agent: false }, (response) => {
            const chunks: Buffer[] = [];
            response.on("data", (chunk: Buffer) => chunks.push(chunk));
            response.on("end", () => {
                const answer = JSON.parse(Buffer.concat(chunks).toString());
                if (response.statusCode === 200) resolve(answer);
                else reject(new Error(answer.message));
            });
            response.on("error", reject);
        });
        sent.on("error", (error) =>
            reject(new Error(`the stand-in cloud does not answer at ${url}: ${error.message}`)),
        );
        sent.end(JSON.stringify(body));
    });
}
