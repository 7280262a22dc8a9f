/** A p-value after the Benjamini-Hochberg procedure. */
export interface AdjustedP {
  /** The false discovery rate at which this feature would just count as drifted; NaN for NaN. */
  readonly adjusted: number;
  readonly rejected: boolean;
}

/**
 * Which of many features drift when the share of false alarms among them is to stay below a rate (Y. Benjamini and
 * Y. Hochberg, "Controlling the False Discovery Rate", 1995). NaN counts as no test and is never rejected.
 */
export function benjaminiHochberg(pValues: readonly number[], falseDiscoveryRate = 0.05): AdjustedP[] {
  const order = pValues
    .map((_, index) => index)
    .filter((index) => !Number.isNaN(pValues[index]))
    .sort((a, b) => pValues[b]! - pValues[a]!);
  const adjusted = pValues.map(() => NaN);
  let least = 1;
  order.forEach((index, place) => {
    least = Math.min(least, (pValues[index]! * order.length) / (order.length - place));
    adjusted[index] = least;
  });
  return adjusted.map((value) => ({ adjusted: value, rejected: value <= falseDiscoveryRate }));
}
