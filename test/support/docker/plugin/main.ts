/**
 * The stand-in for Pulumi's provider plugin `docker`, as far as images go: it builds and pushes with Docker's own command. The real one is
 * taken instead where it is installed.
 */
import { servePlugin } from "../../plugin/serve";
import { service } from "./service";

const { STAND_IN_STARTED_IN } = process.env;
if (STAND_IN_STARTED_IN) process.chdir(STAND_IN_STARTED_IN);
servePlugin(service);
