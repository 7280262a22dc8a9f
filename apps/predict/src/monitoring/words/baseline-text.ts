/** What drift can be measured against. */
interface Baseline {
  readonly kind: 'reference' | 'previous_window' | 'same_hours';
  readonly weeks: number | null;
}

/** What drift is measured against, in words. @param baseline absent in evaluations of earlier releases. */
export function baselineText(baseline?: Baseline): string {
  switch (baseline?.kind) {
    case 'previous_window':
      return 'the predictions before the window';
    case 'same_hours':
      return baseline.weeks === 1
        ? 'the same hours of the week before'
        : `the same hours of the last ${baseline.weeks} weeks`;
    case 'reference':
    case undefined:
      return 'the reference';
  }
}
