/** The limits of a measure, by its noise on the reference. */
export interface NoiseThreshold {
  readonly lower: number;
  readonly upper: number;
}

/** Options of `noiseThreshold`. */
export interface NoiseOptions {
  /** The standard deviations from the mean to either limit; 3 by default. */
  readonly deviations?: number;
  /** The range of the measure, which the limits do not exceed. */
  readonly least?: number;
  readonly most?: number;
}

/**
 * Limits from the noise of a measure: the mean of its values over chunks of the reference, plus and minus three standard
 * deviations (ddof 0), without NaN. NannyML's default threshold. NaN without values.
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
 * Divides rows into chunks of a tenth and a shorter last one, as NannyML does.
 * @returns the first row of every chunk and the row after its last; with fewer rows than chunks, one row each.
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
  /** The smallest false discovery rate at which the hypothesis is rejected; NaN for NaN. */
  readonly adjusted: number;
  readonly rejected: boolean;
}

/**
 * Adjusts p-values so that the expected share of false rejections stays below a rate (Y. Benjamini and Y. Hochberg,
 * "Controlling the False Discovery Rate", 1995). NaN is not counted and never rejected.
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

/** P-values adjusted for their number, so that the probability of any false rejection stays below the level (S. Holm 1979). */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((a, b) => (pValues[a] ?? NaN) - (pValues[b] ?? NaN));
  const adjusted = pValues.map(() => NaN);
  let most = 0;
  order.forEach((index, place) => {
    most = Math.max(most, Math.min(1, (pValues[index] ?? NaN) * (order.length - place)));
    adjusted[index] = most;
  });
  return adjusted;
}
