/**
 * The stand-in for Pulumi's provider plugin `aws`. The real one does nothing without an account of AWS, so tests always
 * have this one: it hands every request to the stand-in cloud at AWS_ENDPOINT_URL. It speaks the plugin protocol itself, as
 * the server of `@pulumi/pulumi/provider` cannot say what a preview knows and hides the old inputs.
 */
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { service } from "./service";

/** As much as the engine sends. */
const LARGE = { "grpc.max_receive_message_length": 400 * 1024 * 1024 };

const server = new Server(LARGE);
server.addService(ResourceProviderService, service);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    // The engine reads the port from the first line.
    console.log(port);
});
