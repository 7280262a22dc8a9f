/** The time; a test gives its own. */
export class Clock {
  now(): Date {
    return new Date();
  }
}

/** The moment so many seconds later (or earlier, when negative). */
export function addSeconds(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}

/** Whole seconds since the epoch, rounded down: the unit of JWT claims. */
export function epochSeconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000);
}
