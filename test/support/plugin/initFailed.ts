import { Metadata, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { struct, type Values } from "./values";

/** A resource as the engine is to note it, although it is not as it should be. */
export interface Unsettled {
    readonly id: string;
    readonly outputs: Values;
    readonly inputs: Values;
}

/** A resource that exists, though not as it should be: the engine notes it, and the next update tries again. */
export class InitFailed extends Error {
    constructor(
        reason: string,
        private readonly resource: Unsettled,
    ) {
        super(reason);
    }

    get details(): Metadata {
        const { id, outputs, inputs } = this.resource;
        const detail = new ErrorResourceInitFailed().setId(id).setReasonsList([this.message]);
        detail.setProperties(struct(outputs)).setInputs(struct(inputs));
        const packed = new Any();
        packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
        const said = new Status().setCode(status.UNKNOWN).setMessage(this.message).addDetails(packed);
        const metadata = new Metadata();
        metadata.add("grpc-status-details-bin", Buffer.from((said as unknown as Status).serializeBinary()));
        return metadata;
    }
}
