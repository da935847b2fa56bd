import * as pulumi from "@pulumi/pulumi";
import { COLORS, type Mistake, mistake } from "../release";
import { check, type Requirement } from "../release/rules";

/** Whether a value is there to be looked at now, and not only after an update. */
export function isPlain(value: unknown): boolean {
    return !pulumi.Output.isInstance(value) && !(value instanceof Promise);
}

/** As {@link check}, for a value that may be an output: those are not looked at. */
export function checkInput<T>(
    mistakes: Mistake[],
    where: string,
    value: T,
    requirement: Requirement,
    remedy?: string,
): T {
    return isPlain(value) ? check(mistakes, where, value, requirement, remedy) : value;
}

/** A text of some form. */
export const matching = (pattern: RegExp, rule: string): Requirement => ({
    holds: (value) => typeof value === "string" && pattern.test(value),
    rule,
});

/** A color's name. */
export const COLOR: Requirement = {
    holds: (value) => COLORS.some((color) => color === value),
    rule: "must be blue or green",
};

/** A tier's name. */
export const TIER_NAME = matching(
    /^[a-z][a-z0-9-]{0,19}$/,
    "must be 1 to 20 of a-z, 0-9 and -, and start with a letter",
);

/** A text with something in it. */
export const TEXT = matching(/\S/, "must be a text that is not empty");

/** A mistake in two arguments that exclude each other. */
export function excluded(where: string, by: string, got: unknown, remedy: string): Mistake {
    return mistake(where, `must be left out when ${by} is given`, got, remedy);
}

/** One of some numbers. */
export const oneOfNumbers = (numbers: readonly number[]): Requirement => ({
    holds: (value) => numbers.includes(value as number),
    rule: `must be one of ${numbers.join(", ")}`,
});

/** An image that is always the same. */
export const IMAGE = matching(
    /^[a-z0-9]+([._:/-][A-Za-z0-9_.-]+)*@sha256:[0-9a-f]{64}$/,
    "must be an image by its digest, <repository>@sha256:<64 hex digits>",
);

/** A front door as visitors see it. */
export const URL_WITHOUT_PATH: Requirement = {
    holds: (value) => /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?$/.test(String(value)),
    rule: "must be an http or https URL without a path",
};
