/** Lets one loop wait until it is woken or a time has passed. */
export class Alarm {
  private wake: (() => void) | undefined;

  /** Resolves on the next `ring`, or after `timeoutMs` when given. */
  wait(timeoutMs?: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = timeoutMs === undefined ? undefined : setTimeout(() => this.ring(), timeoutMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Ends the wait, if there is one. */
  ring(): void {
    this.wake?.();
    this.wake = undefined;
  }
}
