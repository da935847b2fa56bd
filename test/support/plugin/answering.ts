import type { handleUnaryCall, ServiceError } from "@grpc/grpc-js";
import { Metadata, status } from "@grpc/grpc-js";
import { InitFailed } from "./initFailed";

/** A handler of one of the engine's requests; what it throws is told to the engine. */
export function answering<Request>(act: (request: Request) => unknown): handleUnaryCall<Request, unknown> {
    return (call, callback) => {
        Promise.resolve()
            .then(() => act(call.request))
            .then(
                (response) => callback(null, response),
                (error: Error) => {
                    const metadata = error instanceof InitFailed ? error.details : new Metadata();
                    callback({
                        code: status.UNKNOWN,
                        details: error.message,
                        message: error.message,
                        metadata,
                    } as ServiceError);
                },
            );
    };
}
