/** A mistake or a gap that the reader can mend: its message says all, so it is shown without a stack. */
export class SetupError extends Error {}
