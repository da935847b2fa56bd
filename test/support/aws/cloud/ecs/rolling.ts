/** What a rolling deployment needs to know of a task. */
export interface Rolled {
    readonly deployment: string;
    /** It runs, and its target is healthy. */
    readonly fit: boolean;
}

/** The limits of a service. */
export interface Limits {
    readonly desiredCount: number;
    readonly minimumHealthyPercent: number;
    readonly maximumPercent: number;
}

/** How many tasks of the primary deployment to start now, and which tasks to stop. */
export interface Steps<T> {
    readonly start: number;
    readonly retire: readonly T[];
}

/** The next steps of a rolling deployment, for the tasks that are not stopping yet. */
export function rollingSteps<T extends Rolled>(tasks: readonly T[], primary: string, limits: Limits): Steps<T> {
    const { desiredCount, minimumHealthyPercent, maximumPercent } = limits;
    const own = tasks.filter(({ deployment }) => deployment === primary);
    const others = tasks.filter(({ deployment }) => deployment !== primary);
    const room = Math.floor((desiredCount * maximumPercent) / 100) - tasks.length;
    const start = Math.max(Math.min(desiredCount - own.length, room), 0);

    const surplus = own.slice(0, Math.max(own.length - desiredCount, 0));
    const least = Math.ceil((desiredCount * minimumHealthyPercent) / 100);
    const spare = tasks.filter((task) => task.fit && !surplus.includes(task)).length - least;
    const useless = others.filter(({ fit }) => !fit);
    const replaced = others.filter(({ fit }) => fit).slice(0, Math.max(spare, 0));
    return { start, retire: [...surplus, ...useless, ...replaced] };
}
