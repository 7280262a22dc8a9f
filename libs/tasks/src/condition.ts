/** What to do when a condition begins and when it ends. */
export interface ConditionReports<Detail> {
  readonly onBegin: (detail: Detail) => void;
  readonly onEnd?: () => void;
  /** Whether the condition is still the same; if not, it is reported again. By default it always is. */
  readonly isSame?: (before: Detail, after: Detail) => boolean;
}

/** A condition, such as an outage, that is reported once when it begins and once when it ends. */
export class Condition<Detail = unknown> {
  private current: { readonly detail: Detail } | undefined;

  constructor(private readonly reports: ConditionReports<Detail>) {}

  get isOngoing(): boolean {
    return this.current !== undefined;
  }

  /** The condition holds. Reports it unless it already held. */
  begin(detail: Detail): void {
    const { isSame = () => true, onBegin } = this.reports;
    const known = this.current !== undefined && isSame(this.current.detail, detail);
    this.current = { detail };
    if (!known) onBegin(detail);
  }

  /** The condition does not hold. Reports its end if it held. */
  end(): void {
    if (this.current === undefined) return;
    this.current = undefined;
    this.reports.onEnd?.();
  }
}
