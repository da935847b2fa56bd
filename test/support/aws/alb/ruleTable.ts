import type { Action } from "@aws-sdk/client-elastic-load-balancing-v2";
import { actionOf, checkActions, groupsOf } from "./actions";
import { AlbError, refuse } from "./albError";
import { checkConditions } from "./conditionLimits";
import { type Test, testOf } from "./conditions";
import type { Asked, Rule } from "./shapes";

interface Entry {
    readonly rule: Rule;
    readonly priority: number;
    readonly test: Test;
}

/** The rules of one listener. */
export class RuleTable {
    private entries: Entry[] = [];

    constructor(private defaultActions: Action[]) {}

    get size(): number {
        return this.entries.length;
    }

    /** The target groups in use. */
    get groups(): string[] {
        return [this.defaultActions, ...this.entries.map(({ rule }) => rule.Actions)].flatMap(groupsOf);
    }

    has(arn: string): boolean {
        return this.entries.some(({ rule }) => rule.RuleArn === arn);
    }

    setDefault(actions: Action[]): void {
        this.defaultActions = actions;
    }

    /** Adds a rule, or replaces the one of its name as a whole. */
    put(rule: Rule): void {
        const others = this.entries.filter((entry) => entry.rule.RuleArn !== rule.RuleArn);
        this.entries = [...others, entryOf(rule, others)].sort((a, b) => a.priority - b.priority);
    }

    remove(arn: string): void {
        this.entries = this.entries.filter(({ rule }) => rule.RuleArn !== arn);
    }

    /** What to do with a request: the rules from the lowest priority on, then the default. */
    actionFor(asked: Asked): Action {
        return actionOf(this.entries.find(({ test }) => test(asked))?.rule.Actions ?? this.defaultActions);
    }
}

/** Refuses what AWS refuses. */
function entryOf(rule: Rule, others: readonly Entry[]): Entry {
    const priority = Number(rule.Priority);
    if (!/^\d+$/.test(rule.Priority) || priority < 1 || priority > 50_000) {
        refuse(`Rule priority '${rule.Priority}' must be between 1 and 50000`);
    }
    if (others.some((other) => other.priority === priority)) {
        throw new AlbError("PriorityInUse", `Priority '${priority}' is currently in use`);
    }
    checkConditions(rule.Conditions);
    checkActions(rule.Actions);
    return { rule, priority, test: testOf(rule.Conditions) };
}
