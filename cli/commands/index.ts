import type { CliCommand } from "../command";
import { canary } from "./canary";
import { deploy } from "./deploy";
import { retire } from "./retire";
import { rollback } from "./rollback";
import { status } from "./status";
import { switchOver } from "./switch";

/** All commands, in the order of a release's life. */
export const COMMANDS: readonly CliCommand[] = [status, deploy, canary, switchOver, rollback, retire];
