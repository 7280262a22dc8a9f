import type { Manifest } from '../../models/manifest/index.js';
import { type Labelled, labelScores } from '../../models/profiles/index.js';

/** A 95 % confidence interval. */
export interface QualityInterval {
  readonly lower: number;
  readonly upper: number;
}

/** The interval of F1 in the average of the manifest, or of the mean absolute error; null where it is undefined. */
export function qualityInterval(manifest: Manifest, rows: readonly Labelled[]): QualityInterval | null {
  const { lower, upper } = labelScores(manifest, rows).figure(Uint32Array.from(rows.keys()));
  return Number.isFinite(lower) && Number.isFinite(upper) ? { lower, upper } : null;
}
