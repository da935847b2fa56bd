import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

/** As much as the engine sends. */
const LARGE = { "grpc.max_receive_message_length": 400 * 1024 * 1024 };

/**
 * Serves a stand-in for a provider plugin. It speaks the plugin protocol itself, as the server of `@pulumi/pulumi/provider` cannot say what
 * a preview knows and hides the old inputs.
 */
export function servePlugin(service: UntypedServiceImplementation): void {
    const server = new Server(LARGE);
    server.addService(ResourceProviderService, service);
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error) throw error;
        // The engine reads the port from the first line.
        console.log(port);
    });
}
