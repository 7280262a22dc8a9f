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
