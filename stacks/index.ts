import { deployHaproxy } from "./haproxy";
import { outputsOf } from "./outputs";
import { readSettings } from "./settings";

export = outputsOf(deployHaproxy(readSettings()));
