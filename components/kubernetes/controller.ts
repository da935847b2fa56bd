import type { Mistake } from "../release";
import { check, oneOf } from "../release/rules";
import { Controller } from "./capabilities";

/** The controller that was named; the least capable one otherwise. */
export function controllerOf(given: string | undefined, mistakes: Mistake[]): Controller {
    const known = Object.values(Controller);
    const asked = check(mistakes, "controller", given ?? Controller.Other, oneOf(...known));
    return known.find((one) => one === asked) ?? Controller.Other;
}
