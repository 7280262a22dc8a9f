import { type DriftTest, referenceEdges } from '../comparison/index.js';
import {
  chanceOfLaw,
  chanceOfNoise,
  type DistanceMethod,
  distances,
  isDistance,
} from '../distances/index.js';
import { type DriftMethod, driftTests } from '../drift-tests/index.js';
import { LEAST_DISTANCE, pinTest } from '../drift/index.js';
import {
  CategoricalSample,
  type Category,
  compareCategories,
  type FeatureKind,
  NumericSample,
  type RawColumn,
  type Sample,
} from '../samples/index.js';
import { itemAt, mean, standardDeviation } from '../statistics/index.js';
import { quantileCounts } from './column-quantiles.js';
import { numbersOf, sampleOf } from './column-values.js';
import { measuredNoise, type ReferenceChunks } from './measured-noise.js';
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
  /** The column as it would be if the reference came again as a window, where that differs. */
  readonly repeated?: RawColumn;
}

/** Options of `profileColumn`. */
export interface ColumnOptions {
  readonly chunks: ReferenceChunks;
  /** The rows of the smallest window, and how often a steady one may be called drifted. */
  readonly windowRows: number;
  readonly level: number;
  /** A numeric column of more distinct values is kept as quantiles. */
  readonly exactValues: number;
}

/** A column with more categories is a text or a key. */
const MAX_CATEGORIES = 10_000;

/** A numeric column of at most so many values that are not integers is compared by how far they move, not by their order. */
const FEW_VALUES = 5;

/**
 * Learns one column of the reference.
 * @throws {ProfileInputInvalid} when the method does not apply to the column's kind, or it has too many categories.
 */
export function profileColumn(source: ColumnSource, options: ColumnOptions): ColumnProfile {
  const values = source.kind === 'numerical' ? numbersOf(source.values) : source.values;
  const whole = sampleOf(source.kind, source.integer, values);
  const method = methodOf(source, whole);
  const { name, feature, descriptor } = source;
  const watched = {
    name,
    feature,
    descriptor,
    ...(isDistance(method)
      ? byDistance(method, whole, options)
      : byTest(method, { ...source, values }, whole, options)),
    rows: whole.size,
  };
  return whole.kind === 'numerical'
    ? { ...watched, ...numericProfile(whole, options.exactValues) }
    : { ...watched, ...categoricalProfile(name, whole, source.categories ?? []) };
}

/**
 * By default a distance whose chance is known for every number of rows. Few numbers that are not integers, such as five prices,
 * are compared by how far they move: by order, they would have drifted when each price changes by a cent. A threshold
 * without a method is that of Evidently's choice.
 */
function methodOf(source: ColumnSource, whole: Sample): DriftMethod | DistanceMethod {
  const { method, threshold, kind, integer, descriptor, repeated } = source;
  if (method !== undefined) return method;
  if (threshold !== undefined) return pinTest(whole);
  if (kind === 'categorical') return 'chisquare_distance';
  const distinct = whole.counts.values.length;
  const isFew = !integer && descriptor === null && distinct >= 2 && distinct <= FEW_VALUES;
  return isFew || repeated !== undefined ? 'wasserstein' : 'anderson_distance';
}

/** The threshold is that of the smallest window. */
function byDistance(method: DistanceMethod, whole: Sample, { windowRows, level }: ColumnOptions) {
  const rows = { reference: whole.size, current: windowRows };
  const { law } = distances[method].measure(whole, whole, rows);
  const upper = whole.size === 0 ? NaN : chanceOfLaw(law, rows).threshold(level);
  return { method, threshold: Math.max(LEAST_DISTANCE, upper || 0), noise: { lower: 0, upper } };
}

/** @throws {ProfileInputInvalid} when the test does not apply to the column's kind. */
function byTest(method: DriftMethod, source: ColumnSource, whole: Sample, options: ColumnOptions) {
  const test: DriftTest = driftTests[method];
  if (!test.kinds.includes(source.kind) && source.method !== undefined) {
    throw new ProfileInputInvalid(`${method} does not apply to the ${source.kind} column ${source.name}`);
  }
  const isPValue = test.driftIf.startsWith('<');
  const chance = measuredNoise(test, source, whole, options.chunks);
  const rows = { reference: whole.size, current: options.windowRows };
  const ofWindow = chanceOfNoise(method, chance, rows, whole.size);
  const noise = isPValue ? { lower: 0, upper: 1 } : { lower: 0, upper: ofWindow.threshold(options.level) };
  if (source.threshold !== undefined) return { method, threshold: source.threshold, pinned: true, noise };
  if (isPValue) return { method, threshold: options.level, noise, chance };
  const again =
    source.repeated && measuredNoise(test, { ...source, values: source.repeated }, whole, options.chunks);
  const repeated = again && chanceOfNoise(method, again, rows, whole.size).threshold(options.level);
  const floor = Math.max(test.threshold / 2, repeated ?? 0);
  return { method, threshold: Math.max(floor, noise.upper || 0), noise, chance, ...(repeated && { floor }) };
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
