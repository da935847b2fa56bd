import { createServer } from "node:http";

/**
 * Orders to the supervisor, on a socket that only root can open: `GET /` answers how far it is and what serves; `POST /NAME/kill`, `/NAME/stop`,
 * `/NAME/start` and `/NAME/restart` do that to a component.
 */
export function serveControl(socket, components, status) {
    const orders = {
        kill: (one) => one.stop("SIGKILL"),
        stop: (one) => one.stop(),
        start: (one) => one.start(),
        restart: async (one) => {
            await one.stop();
            await one.start();
        },
    };
    createServer(async (request, response) => {
        const send = (code, body) => {
            response.writeHead(code, { "Content-Type": "application/json" });
            response.end(JSON.stringify(body));
        };
        const [, name, order] = (request.url ?? "").split("/");
        if (request.method === "GET") {
            const served = [...components.values()].filter((one) => one.isServing).map((one) => one.name);
            return send(200, { ...status, served });
        }
        const component = components.get(name);
        if (component === undefined || orders[order] === undefined)
            return send(404, { error: `no order ${request.url}` });
        try {
            await orders[order](component);
            send(200, {});
        } catch (error) {
            send(500, { error: error.message });
        }
    }).listen(socket);
}
