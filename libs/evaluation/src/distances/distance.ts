import type { Sample } from '../samples/index.js';
import type { SquaresLaw } from '../statistics/index.js';

/** A name of a distance whose chance is known. */
export type DistanceMethod = 'anderson_distance' | 'chisquare_distance';

/** The rows that each sample stands for; of dependent rows, as many independent ones as tell the same. */
export interface SampleRows {
  readonly reference: number;
  readonly current: number;
}

/** How far two samples are apart, and what chance alone makes of it. */
export interface Distance {
  readonly score: number;
  /** The law of `score² / (1/n + 1/w)` for two samples of one distribution. */
  readonly law: SquaresLaw;
}

/** A distance with a threshold for every number of rows. */
export interface DistanceTest {
  readonly method: DistanceMethod;
  readonly displayName: string;
  readonly kind: Sample['kind'];
  /** @throws DriftUndefined for samples of another kind. */
  readonly measure: (reference: Sample, current: Sample, rows: SampleRows) => Distance;
}

/** The scale of chance: 1/n + 1/w. */
export function chanceScale({ reference, current }: SampleRows): number {
  return 1 / reference + 1 / current;
}
