/** Limits beyond which a value is not what the reference leads one to expect. */
export interface NoiseThreshold {
  readonly lower: number;
  readonly upper: number;
}

/** How far the limits are from the mean, and where they end. */
export interface NoiseOptions {
  /** 3 by default. */
  readonly deviations?: number;
  /** The smallest and largest value the measure can have; limits stop there. */
  readonly least?: number;
  readonly most?: number;
}

/**
 * Limits from the measure's own noise: mean plus and minus three standard deviations (ddof 0) of its values over chunks
 * of the reference, NaN left out (NannyML's default threshold). NaN without values.
 */
export function noiseThreshold(values: ArrayLike<number>, options: NoiseOptions = {}): NoiseThreshold {
  const { deviations = 3, least = -Infinity, most = Infinity } = options;
  const defined = Array.from(values).filter((value) => !Number.isNaN(value));
  const mean = defined.reduce((sum, value) => sum + value, 0) / defined.length;
  const squares = defined.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const reach = deviations * Math.sqrt(squares / defined.length);
  return { lower: Math.max(least, mean - reach), upper: Math.min(most, mean + reach) };
}

/** Whether a value is beyond a limit; false for NaN. */
export function isBeyond({ lower, upper }: NoiseThreshold, value: number): boolean {
  return value < lower || value > upper;
}

/**
 * Cuts rows into chunks of a tenth, a shorter one kept at the end, as NannyML does.
 * @returns first row and row after the last of every chunk; one chunk when there are fewer rows than chunks.
 */
export function chunksOf(rows: number, count = 10): (readonly [start: number, end: number])[] {
  const size = Math.max(1, Math.floor(rows / count));
  return Array.from({ length: Math.ceil(rows / size) }, (_, chunk) => [
    chunk * size,
    Math.min(rows, (chunk + 1) * size),
  ]);
}

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
    .sort((a, b) => (pValues[b] ?? NaN) - (pValues[a] ?? NaN));
  const adjusted = pValues.map(() => NaN);
  let least = 1;
  order.forEach((index, place) => {
    least = Math.min(least, ((pValues[index] ?? NaN) * order.length) / (order.length - place));
    adjusted[index] = least;
  });
  return adjusted.map((value) => ({ adjusted: value, rejected: value <= falseDiscoveryRate }));
}
