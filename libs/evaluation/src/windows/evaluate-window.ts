import { isDistance } from '../distances/index.js';
import { driftTests } from '../drift-tests/index.js';
import { ALARM_LEVEL, columnLevel } from '../drift/index.js';
import { byMetric, reconstructionError, type TableColumn } from '../estimators/index.js';
import {
  ColumnUnreadable,
  embeddingDistance,
  type EmbeddingProfile,
  embeddingThreshold,
  estimateQuality,
  type PredictionRows,
  type ReferenceProfile,
  tableColumn,
} from '../profiles/index.js';
import { measureColumn, MISSING, missingness } from '../measures/index.js';
import type { FeatureColumn, RawColumn } from '../samples/index.js';
import { benjaminiHochberg } from '../statistics/index.js';
import { estimatedErrors } from './estimated-errors.js';
import { estimatedLabels } from './estimated-labels.js';
import { evaluateColumn, withAdjustedP } from './evaluate-column.js';
import { estimateAsJson, limits, orNull } from './json-estimate.js';
import { finite, finiteSeverity } from './json-numbers.js';
import { multivariateDrift } from './multivariate-drift.js';
import { outsideColumns, outsideReason } from './outside-columns.js';
import type { PreparedColumn } from './prepared-column.js';
import { type PreparedProfile, prepareProfile } from './prepared-profile.js';
import type { ColumnDrift, ColumnEvaluation, EmbeddingDrift, WindowEvaluation } from './window-evaluation.js';

/** Options of `evaluateWindow`. */
export interface EvaluationOptions {
  /** The share of drifted columns at which the data set drifts; 0.5 by default. */
  readonly driftShare?: number;
}

const DRIFT_SHARE = 0.5;

/**
 * Compares a window of predictions with the reference, column by column and as a whole, and estimates the model's quality. The
 * result is plain JSON, with null for undefined values. A column that cannot be compared has a `failure` and does not affect
 * the others. Thresholds fit the rows of the window, and the dependence of consecutive rows. The data set has drifted when
 * `driftShare` of the columns with a score have, by a stricter level than that of a single column; each descriptor of a text, an
 * array or an image counts as a column. The missing values of a feature count together with its first column.
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
  const multivariate = multivariateDrift(prepared, read);
  const evaluate = (all: readonly PreparedColumn[], level: number, values: ColumnReader) =>
    withAdjustedPs(
      all.map((column) => ({
        evaluation: evaluateColumn(column, () => values(column), rows, level),
        isAdjusted: isAdjusted(column),
      })),
    );
  const columns = evaluate(prepared.columns, columnLevel(prepared.columns.length), read);
  const predictions = evaluate(prepared.predictions, ALARM_LEVEL / prepared.predictions.length, (column) =>
    outcomeOf(column, window),
  );
  const outsideReference = outsideColumns(prepared.columns, columns);
  const unreliable = outsideReason(outsideReference);
  return {
    rows,
    columns,
    prediction: mostDrifted(predictions),
    ...(predictions.length > 1 && { predictions }),
    ...(prepared.profile.embedding && { embedding: embeddingOf(prepared.profile.embedding, window) }),
    dataset: datasetOf(columns, options.driftShare ?? DRIFT_SHARE),
    outsideReference,
    ...estimatesOf(prepared, window, read, unreliable),
    reconstruction: reconstructionOf(prepared, read),
    ...multivariate,
  };
}

/** The values of columns of a profile by name, computed from rows as in an evaluation. Columns that cannot be read are left out. */
export function readColumns(
  profile: PreparedProfile,
  names: readonly string[],
  rows: PredictionRows['rows'],
): Record<string, RawColumn> {
  const wanted = new Set(names);
  const read = columnReader(profile, { rows });
  return Object.fromEntries(
    profile.columns
      .filter((column) => wanted.has(column.profile.name))
      .flatMap((column) => {
        const values = orNull(() => read(column));
        return values === null ? [] : [[column.profile.name, values]];
      }),
  );
}

type ColumnReader = (column: PreparedColumn) => RawColumn;

/** Gives the values of a column; a feature is measured once for all its descriptors. */
function columnReader({ measures }: PreparedProfile, { rows }: Pick<PredictionRows, 'rows'>): ColumnReader {
  const measured = new Map<string, (descriptor: string) => Float64Array>();
  return ({ profile: { feature, descriptor } }) => {
    const values = Object.hasOwn(rows, feature) ? rows[feature] : undefined;
    if (values === undefined) throw new ColumnUnreadable(`there is no column ${feature}`);
    const measure = measures.get(feature);
    if (descriptor === MISSING && measure?.type !== 'array') {
      return missingness(values, measure?.type === 'text');
    }
    if (measure === undefined) return plainColumn(values);
    const columns = measured.get(feature) ?? measureColumn(measure, values);
    measured.set(feature, columns);
    return columns(descriptor ?? '');
  };
}

/** A value that is not a single one is left to the sample, which refuses it. */
function plainColumn(values: FeatureColumn): RawColumn {
  return values as RawColumn;
}

function outcomeOf({ profile: { descriptor } }: PreparedColumn, window: PredictionRows): RawColumn {
  if (descriptor === null) return window.predictions;
  const values = window.outcomes?.[descriptor];
  if (values === undefined) throw new ColumnUnreadable(`there is no outcome ${descriptor}`);
  return values;
}

/** A column by its name, that of a feature or of a prediction. @throws {ColumnUnreadable} */
function tableOf(
  prepared: PreparedProfile,
  window: PredictionRows,
  read: ColumnReader,
  name: string,
): TableColumn {
  const byName = ({ profile }: PreparedColumn) => profile.name === name;
  const feature = prepared.columns.find(byName);
  if (feature !== undefined) return tableColumn(feature.profile.kind, read(feature));
  const outcome = prepared.predictions.find(byName);
  if (outcome === undefined) throw new ColumnUnreadable(`there is no column ${name}`);
  return tableColumn(outcome.profile.kind, outcomeOf(outcome, window));
}

/** Of several outcomes the one that has drifted most. */
function mostDrifted(predictions: readonly ColumnEvaluation[]): ColumnEvaluation {
  return predictions.reduce((most, one) =>
    (one.drift?.severity ?? -Infinity) > (most.drift?.severity ?? -Infinity) ? one : most,
  );
}

/** Null for a window without embeddings of the same size. */
function embeddingOf(
  reference: EmbeddingProfile,
  { embeddings = [] }: PredictionRows,
): EmbeddingDrift | null {
  const score = embeddingDistance(reference, embeddings);
  if (score === undefined || !Number.isFinite(score)) return null;
  const threshold = embeddingThreshold(
    reference,
    embeddings.filter((embedding) => embedding !== null).length,
  );
  const severity = finiteSeverity(score, '>=', threshold);
  return { method: 'frechet', score, threshold, drifted: score >= threshold, severity };
}

/** An evaluation, and whether its p-value is adjusted. */
interface Measured {
  readonly evaluation: ColumnEvaluation;
  readonly isAdjusted: boolean;
}

/** A p-value of a profile of an earlier release, unless its threshold is from the spec. */
function isAdjusted({ profile: { method, pinned = false, chance } }: PreparedColumn): boolean {
  return !pinned && chance === undefined && !isDistance(method) && driftTests[method].driftIf.startsWith('<');
}

/** Judges the p-values of earlier profiles after adjusting them for their number. */
function withAdjustedPs(columns: readonly Measured[]): ColumnEvaluation[] {
  const adjusted = benjaminiHochberg(
    columns.map((column) => (column.isAdjusted ? (column.evaluation.drift?.score ?? NaN) : NaN)),
  );
  return columns.map(({ evaluation }, index) => withAdjustedP(evaluation, adjusted[index]?.adjusted ?? NaN));
}

/** A feature without values has no score of its own, but has drifted by its missing values. */
function datasetOf(columns: readonly ColumnEvaluation[], driftShare: number): WindowEvaluation['dataset'] {
  const missing = new Map(
    columns.filter(isMissingness).map(({ feature, drift }) => [feature, drift] as const),
  );
  const drifts = columns
    .filter((column) => !isMissingness(column))
    .map(({ feature, drift }) => {
      const both = [drift, missing.get(feature) ?? null].filter((one) => one !== null);
      missing.delete(feature);
      return both;
    })
    .filter((both) => both.length > 0);
  const drifted = drifts.filter((both) => both.some((drift) => drift.drifted)).length;
  const certain = drifts.filter((both) => both.some(isCertain)).length;
  const share = drifts.length === 0 ? null : drifted / drifts.length;
  return {
    computed: drifts.length,
    drifted,
    share,
    driftShare,
    datasetDrifted: drifts.length > 0 && certain / drifts.length >= driftShare,
  };
}

/** Whether a column has drifted by the level of alarms. If its columns move together, the data set drifts as often as one of them. */
function isCertain({ drifted, pValue }: ColumnDrift): boolean {
  return drifted && (pValue ?? 0) <= ALARM_LEVEL;
}

/** Whether the column tells if a feature has a value; the share of missing elements of an array is a number. */
function isMissingness({ descriptor, kind }: ColumnEvaluation): boolean {
  return descriptor === MISSING && kind === 'categorical';
}

/** What is known about quality without labels. @param unreliable why it would not be reliable; null where it is. */
function estimatesOf(
  prepared: PreparedProfile,
  window: PredictionRows,
  read: ColumnReader,
  unreliable: string | null,
): Pick<WindowEvaluation, 'estimated' | 'estimatedLabels' | 'estimatedErrors'> {
  const { labelEstimators, errorEstimators } = prepared.profile;
  const reader = (name: string) => tableOf(prepared, window, read, name);
  return {
    estimated: unreliable === null ? estimatedOf(prepared, window) : null,
    ...(unreliable === null && estimatedLabels(labelEstimators, window)),
    ...estimatedErrors(errorEstimators, window.predictions.length, reader, unreliable),
  };
}

function estimatedOf({ profile }: PreparedProfile, window: PredictionRows): WindowEvaluation['estimated'] {
  const estimates = orNull(() => estimateQuality(profile, window));
  return estimates && byMetric((metric) => estimateAsJson(estimates[metric]));
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
