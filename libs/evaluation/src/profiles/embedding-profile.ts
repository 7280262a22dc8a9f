import { chanceOfNoise, type MeasuredNoise } from '../distances/index.js';
import { ALARM_LEVEL } from '../drift/index.js';
import type { NoiseThreshold } from '../statistics/index.js';
import { noiseOf, type ReferenceChunks } from './measured-noise.js';

/** What is kept of the embeddings of a reference. */
export interface EmbeddingProfile {
  readonly rows: number;
  /** Of every dimension. */
  readonly mean: readonly number[];
  /** Standard deviation (ddof 0) of every dimension. */
  readonly deviation: readonly number[];
  /** Of windows of the smallest size. */
  readonly threshold: number;
  /** The distance of windows of the smallest size without drift. */
  readonly noise: NoiseThreshold;
  /** The same as moments, to scale it to other windows; absent in profiles of earlier releases. */
  readonly chance?: MeasuredNoise | undefined;
}

type Embeddings = readonly (ArrayLike<number> | null)[];

/** Below this, a difference is of no consequence. */
const LEAST_THRESHOLD = 0.05;

/** Learns the embeddings of a reference. Null without them, or when they vary in size. */
export function profileEmbedding(
  embeddings: Embeddings | null,
  { rows, chunks }: ReferenceChunks,
): EmbeddingProfile | null {
  const whole = embeddings && momentsOf(embeddings);
  if (embeddings === null || whole === null) return null;
  const scores = chunks().map((chunk) => {
    const part = momentsOf(Array.from(chunk, (row) => embeddings[row] ?? null));
    return part === null ? NaN : distanceBetween(whole, part);
  });
  const chance = noiseOf(scores, rows);
  const upper = noiseLimit(chance, whole.rows, rows);
  return { ...whole, threshold: Math.max(LEAST_THRESHOLD, upper), noise: { lower: 0, upper }, chance };
}

function noiseLimit(chance: MeasuredNoise, reference: number, current: number): number {
  return chanceOfNoise('frechet', chance, { reference, current }, reference).threshold(ALARM_LEVEL) || 0;
}

/** The distance from which a window of so many rows has drifted. */
export function embeddingThreshold(
  { rows, chance, threshold }: EmbeddingProfile,
  windowRows: number,
): number {
  if (chance === undefined) return threshold;
  return Math.max(LEAST_THRESHOLD, noiseLimit(chance, rows, windowRows));
}

/**
 * Frechet distance of normal distributions with diagonal covariance (D. C. Dowson and B. V. Landau 1982):
 * sqrt(Σ (m - m')² + Σ (s - s')²) over the dimensions, in units of the reference's total deviation sqrt(Σ s²).
 * Undefined without embeddings of the size of the reference.
 */
export function embeddingDistance(reference: EmbeddingProfile, embeddings: Embeddings): number | undefined {
  const current = momentsOf(embeddings);
  if (current?.mean.length !== reference.mean.length) return undefined;
  return distanceBetween(reference, current);
}

type Moments = Pick<EmbeddingProfile, 'rows' | 'mean' | 'deviation'>;

function distanceBetween(reference: Moments, current: Moments): number {
  let [squares, total] = [0, 0];
  reference.mean.forEach((mean, index) => {
    const deviation = reference.deviation[index] ?? NaN;
    squares += (mean - (current.mean[index] ?? NaN)) ** 2;
    squares += (deviation - (current.deviation[index] ?? NaN)) ** 2;
    total += deviation ** 2;
  });
  return squares === 0 ? 0 : Math.sqrt(squares / total);
}

/** Null without rows, or when they vary in size. */
function momentsOf(embeddings: Embeddings): Moments | null {
  const known = embeddings.filter((embedding) => embedding !== null);
  const size = known[0]?.length;
  if (size === undefined || known.some(({ length }) => length !== size)) return null;
  const mean = meansOf(known, size, (value) => value);
  const variance = meansOf(known, size, (value, index) => (value - (mean[index] ?? NaN)) ** 2);
  return {
    rows: known.length,
    mean: Array.from(mean),
    deviation: Array.from(variance, Math.sqrt),
  };
}

function meansOf(
  rows: readonly ArrayLike<number>[],
  size: number,
  of: (value: number, index: number) => number,
): Float64Array {
  const sums = new Float64Array(size);
  for (const row of rows) {
    for (let index = 0; index < size; index++) {
      sums[index] = (sums[index] ?? NaN) + of(row[index] ?? NaN, index);
    }
  }
  return sums.map((sum) => sum / rows.length);
}
