import type { CliCommand } from "../command";
import { canary } from "./canary";
import { completionOf } from "./completion";
import { deploy } from "./deploy";
import { doctor } from "./doctor";
import { drain } from "./drain";
import { history } from "./history";
import { preview } from "./preview";
import { retire } from "./retire";
import { rollback } from "./rollback";
import { status } from "./status";
import { switchOver } from "./switch";

/** All commands, in the order of a release's life. */
export const COMMANDS: readonly CliCommand[] = [
    status,
    deploy,
    preview,
    canary,
    switchOver,
    rollback,
    drain,
    retire,
    history,
    doctor,
    completionOf(() => COMMANDS),
];
