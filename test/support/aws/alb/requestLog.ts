/** When requests were forwarded to a target group: the metric RequestCount (AWS: CloudWatch metrics for your Application Load Balancer), without its grain of a minute. */
export class RequestLog {
    private times: number[] = [];

    add(now: number): void {
        this.times.push(now);
    }

    /** How many from a moment (with it) to another (without it). */
    count(fromMs: number, toMs: number): number {
        return this.times.filter((time) => time >= fromMs && time < toMs).length;
    }

    /** Shifts all into the past. */
    age(ms: number): void {
        this.times = this.times.map((time) => time - ms);
    }
}
