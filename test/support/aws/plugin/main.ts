/**
 * The stand-in for Pulumi's provider plugin `aws`. The real one does nothing without an account of AWS, so tests always
 * have this one: it hands every request to the stand-in cloud at AWS_ENDPOINT_URL.
 */
import { servePlugin } from "../../plugin/serve";
import { service } from "./service";

servePlugin(service);
