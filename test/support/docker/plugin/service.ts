import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { version } from "@pulumi/docker/package.json";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { answering } from "../../plugin/answering";
import { plain, struct, type Values } from "../../plugin/values";
import { build } from "./build";
import { changed, checked, type ImageInputs } from "./inputs";

const TYPE = "docker:index/image:Image";
/** Where the state has what an image was built from. */
const INPUTS = "__inputs";

/** The requests of Pulumi's engine. */
export const service: UntypedServiceImplementation = {
    getPluginInfo: answering(() => {
        const info = new PluginInfo();
        info.setVersion(version);
        return info;
    }),
    checkConfig: answering((request: proto.CheckRequest) => new proto.CheckResponse().setInputs(request.getNews())),
    diffConfig: answering(() => new proto.DiffResponse()),
    configure: answering(() => new proto.ConfigureResponse().setSupportspreview(true)),
    check: answering((request: proto.CheckRequest) => {
        const type = request.getUrn().split("::")[2]?.split("$").at(-1);
        if (type !== TYPE) throw new Error(`${type}: the stand-in for the provider docker has ${TYPE} only`);
        return new proto.CheckResponse().setInputs(struct(checked(plain(request.getNews()))));
    }),
    diff: answering((request: proto.DiffRequest) => {
        const names = changed(plain(request.getOlds())[INPUTS] as Values, plain(request.getNews()));
        const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
        return new proto.DiffResponse().setChanges(names.length > 0 ? DIFF_SOME : DIFF_NONE).setDiffsList(names);
    }),
    create: answering(async (request: proto.CreateRequest) => {
        const inputs = plain(request.getProperties());
        if (request.getPreview() && inputs.buildOnPreview !== true)
            return new proto.CreateResponse().setProperties(request.getProperties());
        const outputs = await built(inputs, request.getPreview());
        return new proto.CreateResponse().setId(String(outputs.imageName)).setProperties(struct(outputs));
    }),
    read: answering((request: proto.ReadRequest) => {
        const { [INPUTS]: inputs } = plain(request.getProperties());
        const response = new proto.ReadResponse().setId(request.getId()).setProperties(request.getProperties());
        return response.setInputs(struct((inputs ?? plain(request.getInputs())) as Values));
    }),
    update: answering(async (request: proto.UpdateRequest) => {
        const inputs = plain(request.getNews());
        if (request.getPreview() && inputs.buildOnPreview !== true)
            return new proto.UpdateResponse().setProperties(request.getNews());
        return new proto.UpdateResponse().setProperties(struct(await built(inputs, request.getPreview())));
    }),
    // Images stay in the registry, as with the real one.
    delete: answering(() => new Empty()),
    cancel: answering(() => new Empty()),
};

async function built(inputs: Values, isPreview: boolean): Promise<Values> {
    const image = inputs as unknown as ImageInputs;
    const repoDigest = await build(image, isPreview);
    const { dockerfile, context, platform } = image.build;
    return {
        ...{ dockerfile, context, platform, repoDigest },
        baseImageName: image.imageName,
        imageName: image.imageName,
        registryServer: image.registry?.server ?? "",
        [INPUTS]: inputs,
    };
}
