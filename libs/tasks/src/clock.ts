/** The time. A class, so that it is its own injection token and a test can extend it. */
export class Clock {
  /** The wall clock of this process. It can jump; replicas agree only on the clock of their database. */
  now(): Date {
    return new Date();
  }

  /** Milliseconds since an arbitrary moment; never goes back. For durations and deadlines. */
  monotonicMs(): number {
    return performance.now();
  }
}

/** The moment so many seconds later, or earlier when negative. */
export function addSeconds(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}

/** Whole seconds since the epoch, rounded down: the unit of JWT claims. */
export function epochSeconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000);
}
