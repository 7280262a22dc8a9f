/** Counts the users of something that may only be freed when nobody uses it. */
export class Leases {
  private taken = 0;
  private whenReturned: (() => void) | undefined;

  take(): void {
    this.taken += 1;
  }

  give(): void {
    this.taken -= 1;
    if (this.taken === 0) this.whenReturned?.();
  }

  /** Resolves when no lease is out. */
  async returned(): Promise<void> {
    while (this.taken > 0) await new Promise<void>((resolve) => (this.whenReturned = resolve));
  }
}
