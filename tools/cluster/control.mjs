import { request as send } from "node:http";

/** Asks the supervisor on its socket. Error: it refused, with its reason. */
export function askControl(socketPath, method, path) {
    return new Promise((resolve, reject) => {
        const request = send({ socketPath, method, path, timeout: 120_000 }, (response) => {
            let body = "";
            response.setEncoding("utf8").on("data", (part) => (body += part));
            response.once("error", reject);
            response.once("end", () => {
                const answer = JSON.parse(body);
                if (response.statusCode === 200) resolve(answer);
                else reject(new Error(answer.error));
            });
        });
        request.once("timeout", () => request.destroy(new Error(`${method} ${path}: no answer`)));
        request.once("error", reject);
        request.end();
    });
}
