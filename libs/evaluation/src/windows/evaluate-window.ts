import {
  byMetric,
  type ByMetric,
  type MetricEstimate,
  reconstructionError,
  type TableColumn,
} from '../estimators/index.js';
import {
  ColumnUnreadable,
  descriptorColumns,
  descriptorsOf,
  estimateQuality,
  type PredictionRows,
  type ReferenceProfile,
  tableColumn,
  textsOf,
} from '../profiles/index.js';
import type { RawColumn } from '../samples/index.js';
import { benjaminiHochberg, type NoiseThreshold } from '../statistics/index.js';
import { evaluateColumn, finite, withAdjustedP } from './evaluate-column.js';
import type { PreparedColumn } from './prepared-column.js';
import { type PreparedProfile, prepareProfile } from './prepared-profile.js';
import type { ColumnEvaluation, Limits, WindowEvaluation } from './window-evaluation.js';

/** Options of `evaluateWindow`. */
export interface EvaluationOptions {
  /** The share of drifted columns at which the data set drifts; 0.5 by default. */
  readonly driftShare?: number;
}

const DRIFT_SHARE = 0.5;

/**
 * Compares a window of predictions with the reference, column by column and as a whole, and estimates the model's quality. The
 * result is plain JSON, with null for undefined values. A column that cannot be compared has a `failure` and does not affect
 * the others. P-values are adjusted for the number of columns (Benjamini-Hochberg) unless their threshold is from the spec;
 * distances are not. The data set has drifted when the drifted share of the columns with a score reaches `driftShare`; each
 * descriptor of a text counts as a column.
 * @param profile prepared if it is used more than once.
 */
export function evaluateWindow(
  profile: PreparedProfile | ReferenceProfile,
  window: PredictionRows,
  options: EvaluationOptions = {},
): WindowEvaluation {
  const prepared = 'profile' in profile ? profile : prepareProfile(profile);
  const rows = window.predictions.length;
  const read = columnReader(prepared, window);
  const evaluate = (column: PreparedColumn, values: () => RawColumn) => ({
    evaluation: evaluateColumn(column, values, rows),
    isPinned: column.profile.pinned ?? false,
  });
  const columns = withAdjustedPs(prepared.columns.map((column) => evaluate(column, () => read(column))));
  const prediction = evaluate(prepared.prediction, () => window.predictions);
  return {
    rows,
    columns,
    prediction: withAdjustedP(prediction.evaluation, adjustableP(prediction)),
    dataset: datasetOf(columns, options.driftShare ?? DRIFT_SHARE),
    estimated: estimatedOf(prepared, window),
    reconstruction: reconstructionOf(prepared, read),
  };
}

type ColumnReader = (column: PreparedColumn) => RawColumn;

/** Gives the values of a column; a text is measured once for all its descriptors. */
function columnReader({ vocabularies }: PreparedProfile, { rows }: PredictionRows): ColumnReader {
  const described = new Map<string, ReturnType<typeof descriptorColumns>>();
  return ({ profile: { feature, descriptor } }) => {
    const values = Object.hasOwn(rows, feature) ? rows[feature] : undefined;
    if (values === undefined) throw new ColumnUnreadable(`there is no column ${feature}`);
    if (descriptor === null) return values;
    const known = vocabularies.get(feature) ?? new Set<string>();
    const columns =
      described.get(feature) ??
      descriptorColumns(textsOf(values).map((text) => (text === null ? null : descriptorsOf(text, known))));
    described.set(feature, columns);
    return columns[descriptor];
  };
}

/** An evaluation, and whether its threshold comes from the spec. */
interface Measured {
  readonly evaluation: ColumnEvaluation;
  readonly isPinned: boolean;
}

/** Judges p-values after adjusting them for their number, except those with a threshold from the spec. */
function withAdjustedPs(columns: readonly Measured[]): ColumnEvaluation[] {
  const adjusted = benjaminiHochberg(columns.map(adjustableP));
  return columns.map(({ evaluation }, index) => withAdjustedP(evaluation, adjusted[index]?.adjusted ?? NaN));
}

/** The p-value of a column; NaN for a distance and for a threshold from the spec. */
function adjustableP({ evaluation: { drift }, isPinned }: Measured): number {
  return drift === null || isPinned || !drift.driftIf.startsWith('<') ? NaN : drift.score;
}

function datasetOf(columns: readonly ColumnEvaluation[], driftShare: number): WindowEvaluation['dataset'] {
  const drifts = columns.flatMap(({ drift }) => drift ?? []);
  const drifted = drifts.filter((drift) => drift.drifted).length;
  const share = drifts.length === 0 ? null : drifted / drifts.length;
  return {
    computed: drifts.length,
    drifted,
    share,
    driftShare,
    datasetDrifted: share !== null && share >= driftShare,
  };
}

function estimatedOf({ profile }: PreparedProfile, window: PredictionRows): WindowEvaluation['estimated'] {
  const estimates = orNull(() => estimateQuality(profile.estimator, profile.classes, window));
  return estimates && byMetric((metric) => asJson(metric, estimates));
}

function asJson(metric: keyof ByMetric<MetricEstimate>, estimates: ByMetric<MetricEstimate>) {
  const { value, lower, upper, threshold, alert } = estimates[metric];
  return {
    value: finite(value),
    lower: finite(lower),
    upper: finite(upper),
    threshold: limits(threshold),
    alert,
  };
}

/** Null when a column is missing or unreadable, or there are no rows. */
function reconstructionOf(
  { profile, columns }: PreparedProfile,
  read: ColumnReader,
): WindowEvaluation['reconstruction'] {
  const { reconstruction } = profile;
  if (reconstruction === null) return null;
  const names = new Set(reconstruction.encodings.map(({ name }) => name));
  const result = orNull(() => {
    const table = columns
      .filter((column) => names.has(column.profile.name))
      .map((column): [string, TableColumn] => {
        return [column.profile.name, tableColumn(column.profile.kind, read(column))];
      });
    return reconstructionError(reconstruction, Object.fromEntries(table));
  });
  if (result === null || !Number.isFinite(result.value)) return null;
  const { value, standardError, threshold, alert } = result;
  return { value, standardError: finite(standardError), threshold: limits(threshold), alert };
}

function limits({ lower, upper }: NoiseThreshold): Limits {
  return { lower: finite(lower), upper: finite(upper) };
}

/** Null when the computation fails, so that the rest of the evaluation continues. */
function orNull<Result>(compute: () => Result): Result | null {
  try {
    return compute();
  } catch {
    return null;
  }
}
