import { type Mistake, mistake } from "../release";
import { check, PATH, type Requirement } from "../release/rules";
import type { CensusSource } from "./api/source";
import type { CensusArgs } from "./args";
import { CAPABILITIES, type Controller } from "./capabilities";

const SERVER: Requirement = {
    holds: (value) => /^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/.test(String(value)),
    rule: "must be an http or https URL",
};

/** Checks where the number of visitors left comes from; undefined where nobody can tell. */
export function censusSettings(
    args: CensusArgs | undefined,
    controller: Controller,
    ports: Readonly<Record<string, number>>,
    mistakes: Mistake[],
): CensusSource | undefined {
    if (!args) return undefined;
    const { prometheusUrl, query, path } = args;
    if ((prometheusUrl === undefined) === (path === undefined)) {
        const got = prometheusUrl === undefined ? "neither" : "both";
        mistakes.push(mistake("census", "must have either prometheusUrl or path", got));
        return undefined;
    }
    if (path !== undefined) {
        if (query !== undefined) mistakes.push(mistake("census.query", "needs prometheusUrl", query));
        return { by: "app", path: check(mistakes, "census.path", path, PATH), ports };
    }
    const asked = query ?? CAPABILITIES[controller]?.censusQuery;
    if (asked === undefined) {
        const remedy = "give one for its metrics, or census.path";
        mistakes.push(mistake("census.query", `must be given for the controller ${controller}`, asked, remedy));
    }
    return {
        by: "prometheus",
        url: check(mistakes, "census.prometheusUrl", prometheusUrl ?? "", SERVER),
        query: asked ?? "",
    };
}
