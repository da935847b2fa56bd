export interface ArrivalsOptions {
    readonly perSecond: number;
    /** Visits that may be under way at once. More would only pile up where the app, or this machine, is too slow for them. */
    readonly most: number;
    /** One visit, from its begin to its end. */
    readonly visit: () => Promise<void>;
    /** Called once, when the first visitor had to wait. */
    readonly onHeld: () => void;
}

const EVERY_MS = 20;

/** Lets visitors arrive evenly. Answers how to stop that; visits under way go on. */
export function startArrivals({ perSecond, most, visit, onHeld }: ArrivalsOptions): () => void {
    let [due, last, underWay, held] = [0, performance.now(), 0, false];
    const hold = () => {
        due = 0;
        if (!held) onHeld();
        held = true;
    };
    const timer = setInterval(() => {
        const now = performance.now();
        due += ((now - last) / 1000) * perSecond;
        last = now;
        for (; due >= 1; due--) {
            if (underWay >= most) return hold();
            underWay++;
            void visit().finally(() => underWay--);
        }
    }, EVERY_MS);
    return () => clearInterval(timer);
}
