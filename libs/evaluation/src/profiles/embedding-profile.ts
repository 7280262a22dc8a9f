import { type NoiseThreshold, noiseThreshold } from '../statistics/index.js';

/** What is kept of the embeddings of a reference. */
export interface EmbeddingProfile {
  readonly rows: number;
  /** Of every dimension. */
  readonly mean: readonly number[];
  /** Standard deviation (ddof 0) of every dimension. */
  readonly deviation: readonly number[];
  readonly threshold: number;
  /** The distance of chunks of the reference. */
  readonly noise: NoiseThreshold;
}

type Embeddings = readonly (ArrayLike<number> | null)[];

/** As for the other distances: below this, a difference is of no consequence. */
const LEAST_THRESHOLD = 0.1;

/** Learns the embeddings of a reference. Null without them, or when they vary in size. */
export function profileEmbedding(
  embeddings: Embeddings | null,
  chunks: readonly Uint32Array[],
): EmbeddingProfile | null {
  const whole = embeddings && momentsOf(embeddings);
  if (embeddings === null || whole === null) return null;
  const scores = chunks.map((rows) => {
    const part = momentsOf(Array.from(rows, (row) => embeddings[row] ?? null));
    return part === null ? NaN : distanceBetween(whole, part);
  });
  const noise = noiseThreshold(scores, { least: 0 });
  return { ...whole, threshold: Math.max(LEAST_THRESHOLD, noise.upper || 0), noise };
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
