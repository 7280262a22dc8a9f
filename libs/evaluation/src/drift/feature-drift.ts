import {
  type Binning,
  type Comparison,
  type DriftTest,
  DriftUndefined,
  type Mode,
} from '../comparison/index.js';
import { type DriftMethod, driftTests } from '../drift-tests/index.js';
import { type Column, type Sample, toSample } from '../samples/index.js';
import { selectTest } from './selection.js';

/** Options of `featureDrift`. */
export interface DriftOptions {
  /** `robust` by default. */
  readonly mode?: Mode;
  /**
   * The test, by name or as an object; chosen by the samples when absent. In mode `evidently` a name must match the feature's
   * type, as in Evidently.
   */
  readonly method?: DriftMethod | DriftTest;
  /** The test's own by default. */
  readonly threshold?: number;
  /** `sturges` by default, as Evidently. */
  readonly binning?: Binning;
}

/** The drift of a feature. */
export interface FeatureDrift {
  readonly method: string;
  readonly displayName: string;
  /** A p-value or a distance; NaN when the samples leave it undefined. */
  readonly score: number;
  readonly threshold: number;
  /** How `score` compares with `threshold` when there is drift. */
  readonly driftIf: Comparison;
  readonly drifted: boolean;
  /** 1 at the threshold, larger beyond it, for every method; NaN when the score is. */
  readonly severity: number;
  /** Rows after cleaning. */
  readonly referenceSize: number;
  readonly currentSize: number;
}

/**
 * Measures whether the current values of a feature differ from those of the reference. Keep the sample of a reference
 * (`numeric`, `categorical`) that is compared several times.
 * @throws DriftUndefined when a column is empty or the test does not apply to the columns.
 * @throws RangeError for an unknown method.
 */
export function featureDrift(
  referenceColumn: Column,
  currentColumn: Column,
  options: DriftOptions = {},
): FeatureDrift {
  const { mode = 'robust', binning = 'sturges' } = options;
  const [reference, current] = [toSample(referenceColumn), toSample(currentColumn)];
  if (reference.size === 0) throw new DriftUndefined('drift', 'empty-reference');
  if (current.size === 0) throw new DriftUndefined('drift', 'empty-current');
  if (reference.kind !== current.kind) throw new DriftUndefined('drift', 'types-differ');
  const test = resolveTest(options.method ?? driftTests[selectTest(reference, current)], reference, mode);
  const { method, displayName, driftIf } = test;
  const { threshold = test.threshold } = options;
  const score = test.score(reference, current, { mode, binning });
  return {
    method,
    displayName,
    score,
    threshold,
    driftIf,
    drifted: isDrift(score, driftIf, threshold),
    severity: severityOf(score, driftIf, threshold),
    referenceSize: reference.size,
    currentSize: current.size,
  };
}

function resolveTest(method: DriftMethod | DriftTest, { kind }: Sample, mode: Mode): DriftTest {
  if (typeof method !== 'string') return method;
  if (!Object.hasOwn(driftTests, method)) throw new RangeError(`there is no method "${String(method)}"`);
  const test: DriftTest = driftTests[method];
  if (mode === 'evidently' && !test.kinds.includes(kind)) throw new DriftUndefined(method, 'wrong-type');
  return test;
}

const comparisons: Record<Comparison, (score: number, threshold: number) => boolean> = {
  '<': (score, threshold) => score < threshold,
  '<=': (score, threshold) => score <= threshold,
  '>': (score, threshold) => score > threshold,
  '>=': (score, threshold) => score >= threshold,
};

/** Whether a score is beyond its threshold; false for NaN. */
export function isDrift(score: number, driftIf: Comparison, threshold: number): boolean {
  return comparisons[driftIf](score, threshold);
}

/**
 * A score relative to its threshold, on the same scale for all tests: 0 is no difference, 1 is the threshold. For distances the
 * ratio to the threshold; for p-values the ratio of the logarithms, with p at least the smallest double.
 */
export function severityOf(score: number, driftIf: Comparison, threshold: number): number {
  if (driftIf.startsWith('>')) return score / threshold;
  return Math.log(Math.max(score, Number.MIN_VALUE)) / Math.log(threshold);
}
