import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import { version } from "@pulumi/kubernetes/package.json";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { answering } from "../../plugin/answering";
import { InitFailed } from "../../plugin/initFailed";
import { plain, struct, type Values } from "../../plugin/values";
import type { Change } from "./changes";
import { Cluster } from "./cluster";
import { diffConfig } from "./config";
import { type Answered, Provider } from "./provider";
import { settingsOf } from "./settings";

const cancelled = new AbortController();
let provider: Provider | undefined;

/** The requests of Pulumi's engine. */
export const service: UntypedServiceImplementation = {
    getPluginInfo: answering(() => {
        const info = new PluginInfo();
        info.setVersion(version);
        return info;
    }),
    checkConfig: answering((request: proto.CheckRequest) => new proto.CheckResponse().setInputs(request.getNews())),
    diffConfig: answering((request: proto.DiffRequest) => {
        const { changed, replaces } = diffConfig(plain(request.getOlds()), plain(request.getNews()));
        const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
        return new proto.DiffResponse()
            .setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
            .setDiffsList(changed)
            .setReplacesList(replaces);
    }),
    configure: answering(async (request: proto.ConfigureRequest) => {
        const variables = new Map(request.getVariablesMap().getEntryList() as [string, string][]);
        provider = new Provider(await Cluster.find(settingsOf(variables, process.env)), cancelled.signal);
        return new proto.ConfigureResponse()
            .setAcceptsecrets(true)
            .setSupportspreview(true)
            .setSupportsAutonamingConfiguration(true);
    }),
    check: answering(async (request: proto.CheckRequest) => {
        const autonaming = request.getAutonaming();
        const { DISABLE } = proto.CheckRequest.AutonamingOptions.Mode;
        const inputs = await configured().check({
            urn: request.getUrn(),
            news: plain(request.getNews()),
            oldInputs: plain(request.getOlds()),
            seed: request.getRandomseed_asB64() || undefined,
            autonaming: autonaming && {
                isDisabled: autonaming.getMode() === DISABLE,
                proposed: autonaming.getProposedName(),
            },
        });
        return new proto.CheckResponse().setInputs(struct(inputs));
    }),
    diff: answering(async (request: proto.DiffRequest) => {
        const { changes, deleteBeforeReplace } = await configured().diff({
            olds: plain(request.getOlds()),
            news: plain(request.getNews()),
            ignored: request.getIgnorechangesList(),
        });
        const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
        const response = new proto.DiffResponse()
            .setChanges(changes.length > 0 ? DIFF_SOME : DIFF_NONE)
            .setReplacesList(changes.filter(({ replaces }) => replaces).map(({ path }) => path))
            .setDeletebeforereplace(deleteBeforeReplace)
            .setHasdetaileddiff(true);
        for (const change of changes) response.getDetaileddiffMap().set(change.path, detailOf(change));
        return response;
    }),
    create: answering(async (request: proto.CreateRequest) => {
        const news = plain(request.getProperties());
        const answered = await configured().create({
            ...NOTHING_OLD,
            urn: request.getUrn(),
            news,
            isPreview: request.getPreview(),
            timeout: request.getTimeout(),
        });
        mustHaveSettled(answered, news);
        return new proto.CreateResponse().setId(answered.id).setProperties(struct(answered.outputs));
    }),
    read: answering(async (request: proto.ReadRequest) => {
        const oldInputs = plain(request.getInputs());
        const found = await configured().read({ id: request.getId(), oldInputs, olds: plain(request.getProperties()) });
        if (!found) return new proto.ReadResponse();
        mustHaveSettled(found, found.inputs);
        return new proto.ReadResponse()
            .setId(found.id)
            .setProperties(struct(found.outputs))
            .setInputs(struct(found.inputs));
    }),
    update: answering(async (request: proto.UpdateRequest) => {
        const news = plain(request.getNews());
        const answered = await configured().update({
            urn: request.getUrn(),
            id: request.getId(),
            news,
            oldInputs: plain(request.getOldInputs()),
            olds: plain(request.getOlds()),
            ignored: request.getIgnorechangesList(),
            isPreview: request.getPreview(),
            timeout: request.getTimeout(),
        });
        mustHaveSettled(answered, news);
        return new proto.UpdateResponse().setProperties(struct(answered.outputs));
    }),
    delete: answering(async (request: proto.DeleteRequest) => {
        await configured().delete({ olds: plain(request.getProperties()), timeout: request.getTimeout() });
        return new Empty();
    }),
    invoke: answering((request: proto.InvokeRequest) => {
        throw new Error(`${request.getTok()}: the stand-in for the provider kubernetes does not have this function`);
    }),
    cancel: answering(() => {
        cancelled.abort();
        return new Empty();
    }),
};

const NOTHING_OLD = { id: "", oldInputs: {}, olds: {}, ignored: [] };

function configured(): Provider {
    if (!provider) throw new Error("the provider kubernetes is not configured");
    return provider;
}

function detailOf({ kind, replaces }: Change): proto.PropertyDiff {
    const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = proto.PropertyDiff.Kind;
    const kinds = { add: [ADD, ADD_REPLACE], delete: [DELETE, DELETE_REPLACE], update: [UPDATE, UPDATE_REPLACE] };
    const [inPlace, anew] = kinds[kind];
    const detail = new proto.PropertyDiff().setKind((replaces ? anew : inPlace) ?? UPDATE);
    return detail.setInputdiff(kind === "delete");
}

function mustHaveSettled({ id, outputs, unsettled }: Answered, inputs: Values): void {
    if (unsettled !== undefined) throw new InitFailed(unsettled, { id, outputs, inputs });
}
