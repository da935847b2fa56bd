import { connect } from "node:net";

/** One command to HAProxy's runtime or master socket, and its whole answer. */
export function ask(socket: string, command: string, timeoutMs = 5000): Promise<string> {
    return new Promise((resolve, reject) => {
        const connection = connect(socket);
        const parts: Buffer[] = [];
        const fail = (why: string) => {
            connection.destroy();
            reject(new Error(`${socket}: ${why} (command "${command.split("\n")[0]}")`));
        };
        connection.setTimeout(timeoutMs, () => fail(`no answer within ${timeoutMs} ms`));
        connection.on("error", (error) => fail(error.message));
        connection.on("data", (data: Buffer) => parts.push(data));
        connection.on("end", () => resolve(Buffer.concat(parts).toString()));
        connection.end(`${command}\n`);
    });
}

/** Like {@link ask}, for commands that answer nothing when all went well. */
export async function tell(socket: string, command: string): Promise<string> {
    const answer = (await ask(socket, command)).trim();
    if (/^(unknown|invalid|error|can't|cannot|permission|no such|malformed)/i.test(answer)) {
        throw new Error(`HAProxy refused "${command}": ${answer}`);
    }
    return answer;
}
