import type { DriftTest } from '../comparison/index.js';
import type { MeasuredNoise } from '../distances/index.js';
import { featureDrift } from '../drift/index.js';
import type { FeatureKind, RawColumn, Sample } from '../samples/index.js';
import { mean, MersenneTwister, variance } from '../statistics/index.js';
import { rowsOf, sampleOf } from './column-values.js';

/** The chunks of a reference, made when first needed, and the rows of the windows that they stand for. */
export interface ReferenceChunks {
  readonly rows: number;
  readonly chunks: () => readonly Uint32Array[];
}

/** The chunks for windows of so many rows. */
export function referenceChunks(referenceRows: number, rows: number): ReferenceChunks {
  let made: readonly Uint32Array[] | undefined;
  return { rows, chunks: () => (made ??= shuffledChunks(referenceRows, rows)) };
}

interface NoiseSource {
  readonly kind: FeatureKind;
  readonly integer: boolean;
  readonly values: RawColumn;
}

/** The law of a p-value without drift. */
const UNIFORM = { mean: 0.5, deviation: Math.sqrt(1 / 12) };

/** The noise of scores. @param scores of chunks of `rows` rows; NaN where a chunk has none. */
export function noiseOf(scores: readonly number[], rows: number): MeasuredNoise {
  const known = Float64Array.from(scores).filter((score) => !Number.isNaN(score));
  return { rows, mean: mean(known), deviation: Math.sqrt(variance(known)) };
}

/** The scores of chunks of the reference against the whole. P-values need no chunks: they already include chance. */
export function measuredNoise(
  test: DriftTest,
  { kind, integer, values }: NoiseSource,
  reference: Sample,
  { rows, chunks }: ReferenceChunks,
): MeasuredNoise {
  if (test.driftIf.startsWith('<')) return { rows, ...UNIFORM };
  const scores = chunks().map((chunk) =>
    scoreOf(test, reference, sampleOf(kind, integer, rowsOf(values, chunk))),
  );
  return noiseOf(scores, rows);
}

/** NaN where a chunk has no score. */
function scoreOf(test: DriftTest, reference: Sample, current: Sample): number {
  try {
    return featureDrift(reference, current, { method: test }).score;
  } catch {
    return NaN;
  }
}

/** With fewer chunks, the deviation of the noise is too imprecise for a threshold of three deviations. */
const CHUNKS = 100;

/**
 * Chunks of a reference that differ from the whole as much as a new window of `windowRows` rows does by chance. A chunk is part
 * of what it is compared with, a window is not: the variance of a difference of means is 1/c - 1/n for a chunk of c of n rows,
 * and 1/w + 1/n for a window of w rows, so c is w n / (n + 2 w).
 *
 * Rows are shuffled (seeded): in a reference that is sorted by its target, chunks of neighbours differ from the whole, and the
 * threshold would be too high to detect drift.
 */
export function shuffledChunks(rows: number, windowRows: number): Uint32Array[] {
  if (rows === 0) return [];
  const size = Math.max(1, Math.floor((windowRows * rows) / (rows + 2 * windowRows)));
  const inOneOrder = Math.floor(rows / size);
  const chunks: Uint32Array[] = [];
  for (let seed = 1; chunks.length < CHUNKS; seed++) {
    const order = new MersenneTwister(seed).permutation(rows);
    for (let chunk = 0; chunk < inOneOrder && chunks.length < CHUNKS; chunk++) {
      chunks.push(order.subarray(chunk * size, (chunk + 1) * size));
    }
  }
  return chunks;
}
