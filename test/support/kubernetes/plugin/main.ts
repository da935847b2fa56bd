/**
 * The stand-in for Pulumi's provider plugin `kubernetes`, made after version 4 of the real one, which is taken instead where it is
 * installed. It keeps real objects in the API server that the kubeconfig names.
 */
import { servePlugin } from "../../plugin/serve";
import { service } from "./service";

servePlugin(service);
