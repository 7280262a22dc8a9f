import { type DriftTest, referenceEdges } from '../comparison/index.js';
import { type DriftMethod, driftTests } from '../drift-tests/index.js';
import { featureDrift, pinTest } from '../drift/index.js';
import {
  CategoricalSample,
  type Category,
  compareCategories,
  type FeatureKind,
  NumericSample,
  type Sample,
} from '../samples/index.js';
import {
  itemAt,
  mean,
  MersenneTwister,
  type NoiseThreshold,
  noiseThreshold,
  standardDeviation,
} from '../statistics/index.js';
import { sketchedCounts } from './column-sketch.js';
import { sampleOf } from './column-values.js';
import { ProfileInputInvalid, type RawColumn } from './profile-spec.js';
import type {
  CategoricalColumnProfile,
  ColumnProfile,
  NumericColumnProfile,
  TextDescriptor,
} from './reference-profile.js';

/** A column of the reference and how it is to be compared. */
export interface ColumnSource {
  readonly name: string;
  readonly feature: string;
  readonly descriptor: TextDescriptor | null;
  readonly kind: FeatureKind;
  readonly integer: boolean;
  readonly values: RawColumn;
  /** Categories to keep though the reference does not have them. */
  readonly categories?: readonly (Category | boolean)[];
  readonly method?: DriftMethod;
  readonly threshold?: number;
  /** What the column would be if the reference came again, where that is not the same. */
  readonly repeated?: RawColumn;
}

/** Chunk sizes, and when to sketch. */
interface ColumnOptions {
  readonly chunkRows: number;
  readonly exactRows: number;
}

/** Of more categories than this a column is a text, or a key. */
const MAX_CATEGORIES = 10_000;

/**
 * Learns one column of the reference.
 * @throws {ProfileInputInvalid} when the method is not made for the column's kind, or it has too many categories.
 */
export function profileColumn(source: ColumnSource, options: ColumnOptions): ColumnProfile {
  const whole = sampleOf(source.kind, source.integer, source.values);
  const method = source.method ?? pinTest(whole);
  const test: DriftTest = driftTests[method];
  if (!test.kinds.includes(source.kind) && source.method !== undefined) {
    throw new ProfileInputInvalid(`${method} is not made for the ${source.kind} column ${source.name}`);
  }
  const noise = noiseOf(source, source.values, whole, method, options);
  const repeated = source.repeated && noiseOf(source, source.repeated, whole, method, options);
  const { name, feature, descriptor } = source;
  const watched = {
    name,
    feature,
    descriptor,
    method,
    threshold: source.threshold ?? thresholdOf(test, [noise, repeated]),
    ...(source.threshold !== undefined && { pinned: true }),
    noise,
    rows: whole.size,
  };
  return whole.kind === 'numerical'
    ? { ...watched, ...numericProfile(whole, options.exactRows) }
    : { ...watched, ...categoricalProfile(name, whole, source.categories ?? []) };
}

/** Distances must exceed their own noise to mean anything; p-values have it in them, and are adjusted for their number. */
function thresholdOf(test: DriftTest, noises: readonly (NoiseThreshold | undefined)[]): number {
  if (test.driftIf.startsWith('<')) return test.threshold;
  return Math.max(test.threshold, ...noises.map((noise) => noise?.upper || 0));
}

/** The score of chunks of the reference against the whole. */
function noiseOf(
  { kind, integer }: ColumnSource,
  values: RawColumn,
  reference: Sample,
  method: DriftMethod,
  { chunkRows }: ColumnOptions,
): NoiseThreshold {
  const scores = shuffledChunks(values.length, chunkRows).map((rows) => {
    const chunk = Array.from(rows, (row) => values[row]);
    return scoreOf(reference, sampleOf(kind, integer, chunk), method);
  });
  const isPValue = driftTests[method].driftIf.startsWith('<');
  return noiseThreshold(scores, { least: 0, most: isPValue ? 1 : Infinity });
}

/** NaN where a chunk has no score. */
function scoreOf(reference: Sample, current: Sample, method: DriftMethod): number {
  try {
    return featureDrift(reference, current, { method }).score;
  } catch {
    return NaN;
  }
}

function numericProfile(whole: NumericSample, exactRows: number) {
  const exact = whole.size <= exactRows;
  const { values, counts } = exact ? whole.counts : sketchedCounts(whole);
  return {
    kind: 'numerical',
    integer: whole.integer,
    values: Array.from(values),
    counts: Array.from(counts),
    exact,
    edges: Array.from((whole.size > 0 && referenceEdges(whole)) || []),
    mean: mean(whole.values),
    standardDeviation: standardDeviation(whole.values),
  } satisfies Partial<NumericColumnProfile>;
}

function categoricalProfile(
  name: string,
  { counts }: CategoricalSample,
  known: readonly (Category | boolean)[],
) {
  const all = new Map<Category, number>(
    known.map((category) => [typeof category === 'boolean' ? Number(category) : category, 0]),
  );
  counts.counts.forEach((count, code) => all.set(itemAt(counts.values, code), count));
  if (all.size > MAX_CATEGORIES) {
    throw new ProfileInputInvalid(`${name} has ${all.size} categories, more than ${MAX_CATEGORIES}`);
  }
  const entries = [...all].sort(([left], [right]) => compareCategories(left, right));
  return {
    kind: 'categorical',
    categories: entries.map(([category]) => category),
    counts: entries.map(([, count]) => count),
  } satisfies Partial<CategoricalColumnProfile>;
}

/** So many chunks tell the noise; of fewer its deviation is known too badly for a threshold three of them away. */
const CHUNKS = 100;

/**
 * Chunks of a reference that differ from the whole of it by as much as a new window of `windowRows` rows would, for no
 * reason but chance. A chunk is part of what it is compared with, a window is not: the variance of a difference of means is
 * 1/c - 1/n for a chunk of c rows out of n, and 1/w + 1/n for a window of w rows, so c is w n / (n + 2 w).
 *
 * Rows are shuffled (seeded): were the reference sorted by its target, every chunk of neighbours would differ from the
 * whole, and nothing would ever count as drift.
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
