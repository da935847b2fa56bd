/** What some counters have counted of late. `increase` does not see the first of a series, such as one for a status that is new. */
export function requestsOf(counters: string): string {
    return `sum(increase(${counters}[$secondss])) + (sum(${counters} unless ${counters} offset $secondss) or vector(0))`;
}
