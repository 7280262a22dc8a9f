import { type DriftTest, referenceEdges } from '../comparison/index.js';
import { type DriftMethod, driftTests } from '../drift-tests/index.js';
import { featureDrift, pinTest } from '../drift/index.js';
import {
  CategoricalSample,
  type Category,
  compareCategories,
  type FeatureKind,
  NumericSample,
  type RawColumn,
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
import { quantileCounts } from './column-quantiles.js';
import { numbersOf, rowsOf, sampleOf } from './column-values.js';
import { ProfileInputInvalid } from './profile-spec.js';
import type { CategoricalColumnProfile, ColumnProfile, NumericColumnProfile } from './reference-profile.js';

/** A column of the reference, and how it is compared. */
export interface ColumnSource {
  readonly name: string;
  readonly feature: string;
  readonly descriptor: string | null;
  readonly kind: FeatureKind;
  readonly integer: boolean;
  readonly values: RawColumn;
  /** Categories to keep even if they are not in the reference. */
  readonly categories?: readonly (Category | boolean)[];
  readonly method?: DriftMethod;
  readonly threshold?: number;
  /** The threshold of a p-value where it is not that of its test. */
  readonly level?: number;
  /** The column as it would be if the reference came again as a window, where that differs. */
  readonly repeated?: RawColumn;
}

/** Options of `profileColumn`. */
interface ColumnOptions {
  /** Those of `shuffledChunks` for the rows of the reference. */
  readonly chunks: readonly Uint32Array[];
  /** A numeric column of more distinct values is kept as quantiles. */
  readonly exactValues: number;
}

/** A column with more categories is a text or a key. */
const MAX_CATEGORIES = 10_000;

/**
 * Learns one column of the reference.
 * @throws {ProfileInputInvalid} when the method does not apply to the column's kind, or it has too many categories.
 */
export function profileColumn(source: ColumnSource, options: ColumnOptions): ColumnProfile {
  const values = source.kind === 'numerical' ? numbersOf(source.values) : source.values;
  const whole = sampleOf(source.kind, source.integer, values);
  const method = source.method ?? testOf(source, whole);
  const test: DriftTest = driftTests[method];
  if (!test.kinds.includes(source.kind) && source.method !== undefined) {
    throw new ProfileInputInvalid(`${method} does not apply to the ${source.kind} column ${source.name}`);
  }
  const noise = noiseOf(source, values, whole, method, options);
  const repeated = source.repeated && noiseOf(source, source.repeated, whole, method, options);
  const { name, feature, descriptor } = source;
  const watched = {
    name,
    feature,
    descriptor,
    method,
    threshold: source.threshold ?? source.level ?? thresholdOf(test, [noise, repeated]),
    ...(source.threshold !== undefined && { pinned: true }),
    noise,
    rows: whole.size,
  };
  return whole.kind === 'numerical'
    ? { ...watched, ...numericProfile(whole, options.exactValues) }
    : { ...watched, ...categoricalProfile(name, whole, source.categories ?? []) };
}

/**
 * Evidently's choice, except for a feature of few numbers that are not integers, such as five prices: compared by exact value, it
 * would have drifted when each price changes by a cent.
 */
function testOf({ descriptor, integer }: ColumnSource, whole: Sample): DriftMethod {
  const evidently = pinTest(whole);
  const distinct = whole.counts.values.length;
  if (whole.kind === 'categorical' || descriptor !== null || integer || distinct < 2) return evidently;
  if (evidently === 'jensenshannon') return 'wasserstein';
  return evidently === 'chisquare' || evidently === 'z' ? 'mannw' : evidently;
}

/** A distance must exceed its noise. P-values already include chance, and are adjusted for their number. */
function thresholdOf(test: DriftTest, noises: readonly (NoiseThreshold | undefined)[]): number {
  if (test.driftIf.startsWith('<')) return test.threshold;
  return Math.max(test.threshold, ...noises.map((noise) => noise?.upper || 0));
}

/** The scores of chunks of the reference against the whole. */
function noiseOf(
  { kind, integer }: ColumnSource,
  values: RawColumn,
  reference: Sample,
  method: DriftMethod,
  { chunks }: ColumnOptions,
): NoiseThreshold {
  const scores = chunks.map((rows) =>
    scoreOf(reference, sampleOf(kind, integer, rowsOf(values, rows)), method),
  );
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

function numericProfile(whole: NumericSample, exactValues: number) {
  const exact = whole.counts.values.length <= exactValues;
  const { values, counts } = exact ? whole.counts : quantileCounts(whole, exactValues);
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
