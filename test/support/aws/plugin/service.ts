import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { version } from "@pulumi/aws/package.json";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { answering } from "../../plugin/answering";
import { InitFailed } from "../../plugin/initFailed";
import { plain, struct, type Values } from "../../plugin/values";
import { askCloud } from "../askCloud";
import type { Checked } from "../cloud/provider/check";
import type { Difference } from "../cloud/provider/diff";
import type { Answered, Asked } from "../cloud/provider/provider";

/** What the provider was configured with, beside where it asks. */
const settings: { defaultTags?: Record<string, string> } = {};

/** The requests of Pulumi's engine, each handed on to the stand-in cloud. */
export const service: UntypedServiceImplementation = {
    getPluginInfo: answering(() => {
        const info = new PluginInfo();
        info.setVersion(version);
        return info;
    }),
    checkConfig: answering((request: proto.CheckRequest) => {
        const response = new proto.CheckResponse();
        response.setInputs(request.getNews());
        return response;
    }),
    diffConfig: answering(() => new proto.DiffResponse()),
    configure: answering((request: proto.ConfigureRequest) => {
        const { region, defaultTags } = configOf(request);
        if (region === undefined) throw new Error("unable to validate AWS credentials: missing region");
        settings.defaultTags = defaultTags;
        // Without secrets the engine itself marks outputs of secret inputs.
        return new proto.ConfigureResponse().setSupportspreview(true);
    }),
    check: answering(async (request: proto.CheckRequest) => {
        const checked = await provider<Checked>("check", {
            urn: request.getUrn(),
            oldInputs: plain(request.getOlds()),
            news: plain(request.getNews()),
            seed: request.getRandomseed_asB64() || undefined,
        });
        const failures = checked.failures.map(({ property, reason }) => {
            return new proto.CheckFailure().setProperty(property).setReason(reason);
        });
        return new proto.CheckResponse().setInputs(struct(checked.inputs)).setFailuresList(failures);
    }),
    diff: answering(async (request: proto.DiffRequest) => {
        const { changed, replaces, deleteBeforeReplace } = await provider<Difference>("diff", {
            urn: request.getUrn(),
            oldInputs: plain(request.getOldInputs()),
            news: plain(request.getNews()),
        });
        const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
        return new proto.DiffResponse()
            .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
            .setDiffsList([...changed])
            .setReplacesList([...replaces])
            .setDeletebeforereplace(deleteBeforeReplace);
    }),
    create: answering(async (request: proto.CreateRequest) => {
        const answered = await provider<Answered>("create", {
            urn: request.getUrn(),
            news: plain(request.getProperties()),
            preview: request.getPreview(),
            defaultTags: settings.defaultTags,
        });
        mustHaveSettled(answered, plain(request.getProperties()));
        return new proto.CreateResponse().setId(answered.id).setProperties(struct(answered.outputs));
    }),
    read: answering(async (request: proto.ReadRequest) => {
        const found = await provider<(Answered & { inputs: Values }) | null>("read", {
            urn: request.getUrn(),
            id: request.getId(),
            oldInputs: plain(request.getInputs()),
            oldOutputs: plain(request.getProperties()),
            defaultTags: settings.defaultTags,
        });
        const response = new proto.ReadResponse();
        if (!found) return response;
        return response.setId(found.id).setProperties(struct(found.outputs)).setInputs(struct(found.inputs));
    }),
    update: answering(async (request: proto.UpdateRequest) => {
        const answered = await provider<Answered>("update", {
            urn: request.getUrn(),
            id: request.getId(),
            news: plain(request.getNews()),
            oldInputs: plain(request.getOldInputs()),
            oldOutputs: plain(request.getOlds()),
            preview: request.getPreview(),
            defaultTags: settings.defaultTags,
        });
        mustHaveSettled(answered, plain(request.getNews()));
        return new proto.UpdateResponse().setProperties(struct(answered.outputs));
    }),
    delete: answering(async (request: proto.DeleteRequest) => {
        const oldOutputs = plain(request.getProperties());
        await provider("delete", { urn: request.getUrn(), id: request.getId(), oldOutputs });
        return new Empty();
    }),
    invoke: answering(async (request: proto.InvokeRequest) => {
        const result = await cloud("invoke", { token: request.getTok(), args: plain(request.getArgs()) });
        return new proto.InvokeResponse().setReturn(struct(result as Values));
    }),
    cancel: answering(() => new Empty()),
};

/** Region and tags, from the provider's own configuration or the environment. */
function configOf(request: proto.ConfigureRequest) {
    const variables = new Map(request.getVariablesMap().getEntryList() as [string, string][]);
    const tags = variables.get("aws:config:defaultTags");
    const { AWS_REGION, AWS_DEFAULT_REGION } = process.env;
    return {
        region: variables.get("aws:config:region") ?? AWS_REGION ?? AWS_DEFAULT_REGION,
        defaultTags: tags === undefined ? undefined : (JSON.parse(tags) as { tags?: Record<string, string> }).tags,
    };
}

async function provider<T>(name: string, asked: Asked): Promise<T> {
    return (await cloud(name, asked)) as T;
}

function cloud(name: string, asked: object): Promise<unknown> {
    const { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: key } = process.env;
    if (!key) throw new Error("unable to validate AWS credentials: no valid credential sources found");
    if (!url)
        throw new Error("the stand-in for the provider aws needs AWS_ENDPOINT_URL, where the stand-in cloud listens");
    return askCloud(url, "provider", name, asked);
}

function mustHaveSettled({ id, outputs, unsettled }: Answered, inputs: Values): void {
    if (unsettled !== undefined) throw new InitFailed(unsettled, { id, outputs, inputs });
}
