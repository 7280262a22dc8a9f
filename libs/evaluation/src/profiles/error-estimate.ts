import {
  type ErrorModelRows,
  estimateLoss,
  fitErrorModel,
  fitLossEstimator,
  type MetricEstimate,
  type MetricProfile,
  predictLosses,
  rowLosses,
} from '../estimators/index.js';
import { chunksOf, mean } from '../statistics/index.js';
import type { ColumnSource } from './column-profile.js';
import { numbersOf, rowsOf, tableColumn } from './column-values.js';
import type { ProfileSpec, ReferenceTable } from './profile-spec.js';
import type { ErrorEstimator, EstimatedLoss, ProvenErrorModel } from './reference-profile.js';

/** The labelled rows that an error model needs: more for squares, whose mean is that of few rows. */
const MIN_ROWS: Readonly<Record<EstimatedLoss, number>> = { mae: 300, rmse: 1_000 };
/** The most labelled rows that a model is trained on; of more rows, every n-th is taken. */
const MAX_ROWS = 5_000;
/** The values of a reference that a model is trained on, so that training takes seconds also with many columns. */
const MAX_VALUES = 2_000_000;
const MAX_COLUMNS = 2_000;
const FOLDS = 5;
/** The windows of held-out rows, in either order, and the share of them whose loss must be within the band. */
const WINDOWS = 20;
const MIN_HELD = 0.95;

/**
 * Trains the error models of a regression on its labelled reference rows (direct loss estimation), and tests each on rows that it
 * was not trained on. Null for other tasks and without labels.
 * @param columns those of the features and of the predictions.
 */
export function fitErrorEstimators(
  columns: readonly ColumnSource[],
  { predictions, outcomes, actual, actualOutcomes }: ReferenceTable,
  { classes, outcomes: targets = [] }: ProfileSpec,
): ErrorEstimator[] | null {
  if (classes !== null) return null;
  const one = actual === null ? [] : [{ target: null, predicted: predictions, truth: actual }];
  const several = targets.flatMap(({ name }) => {
    const [predicted, truth] = [outcomes?.[name], actualOutcomes?.[name]];
    return predicted === undefined || truth === undefined ? [] : [{ target: name, predicted, truth }];
  });
  const all = targets.length === 0 ? one : several;
  if (all.length === 0) return null;
  return all.map(({ target, predicted, truth }) => {
    const rows = labelledRows(Array.from(predicted, Number), Array.from(truth, numberOrNaN), columns.length);
    const fit = (loss: EstimatedLoss) => fitOne(loss, columns, rows);
    return { target, mae: fit('mae'), rmse: fit('rmse') };
  });
}

/** Estimates a loss over a window. @param size the rows of the window. */
export function estimateError(
  loss: EstimatedLoss,
  model: ProvenErrorModel,
  window: ErrorModelRows,
  size: number,
): MetricEstimate {
  const estimator = { metrics: { [loss]: model.metric } };
  return estimateLoss(estimator, loss, predictLosses(model, window, size), model.rows);
}

interface LabelledRows {
  readonly places: Uint32Array;
  readonly predicted: Float64Array;
  readonly actual: Float64Array;
}

function labelledRows(
  predicted: readonly number[],
  actual: readonly number[],
  columns: number,
): LabelledRows {
  const known = actual.flatMap((value, row) =>
    Number.isFinite(value - (predicted[row] ?? NaN)) ? [row] : [],
  );
  const most = Math.max(MIN_ROWS.rmse, Math.min(MAX_ROWS, Math.floor(MAX_VALUES / columns)));
  const step = Math.ceil(known.length / most);
  const places = Uint32Array.from(known.filter((_, place) => place % step === 0));
  const taken = (values: readonly number[]) => Float64Array.from(places, (row) => values[row] ?? NaN);
  return { places, predicted: taken(predicted), actual: taken(actual) };
}

function fitOne(
  loss: EstimatedLoss,
  columns: readonly ColumnSource[],
  { places, predicted, actual }: LabelledRows,
): ErrorEstimator[EstimatedLoss] {
  const rows = places.length;
  const least = MIN_ROWS[loss];
  if (rows < least) return { unproven: `the reference has ${rows} labelled rows, of at least ${least}` };
  if (columns.length > MAX_COLUMNS) return { unproven: `the model has more than ${MAX_COLUMNS} columns` };
  const metric = fitLossEstimator(actual, predicted).metrics[loss];
  if (metric === undefined || !Number.isFinite(metric.errorOfOne))
    return { unproven: 'the error has no finite variance' };
  const losses = rowLosses(loss, actual, predicted);
  const heldOut = heldOutLosses(columns, places, losses);
  const varies = squaredDistance(losses, heldOut.values) < squaredDistance(losses, heldOut.means);
  const share = heldShare(loss, metric, losses, varies ? heldOut.values : heldOut.means, predicted);
  if (share < MIN_HELD) {
    const percent = (100 * share).toFixed(0);
    return {
      unproven: `the error was within the band in only ${percent} % of windows of held-out reference rows`,
    };
  }
  return { ...fitErrorModel(varies ? tableOf(columns, places) : {}, losses), metric, rows };
}

/** The losses of rows as models expect them that were trained on the other folds, and the mean losses of the other folds. */
function heldOutLosses(columns: readonly ColumnSource[], places: Uint32Array, losses: Float64Array) {
  const values = new Float64Array(losses.length);
  const means = new Float64Array(losses.length);
  for (const [start, end] of chunksOf(losses.length, FOLDS)) {
    const isOther = (_: number, row: number) => row < start || row >= end;
    const model = fitErrorModel(tableOf(columns, places.filter(isOther)), losses.filter(isOther));
    values.set(predictLosses(model, tableOf(columns, places.subarray(start, end)), end - start), start);
    means.fill(model.trees.base, start, end);
  }
  return { values, means };
}

/** The share of windows of held-out rows, in the order of the rows and by their prediction, whose loss is within the band. */
function heldShare(
  loss: EstimatedLoss,
  metric: MetricProfile,
  losses: Float64Array,
  expected: Float64Array,
  predicted: Float64Array,
): number {
  const inOrder = Array.from(losses, (_, row) => row);
  const byPrediction = [...inOrder].sort((one, other) => (predicted[one] ?? NaN) - (predicted[other] ?? NaN));
  const held = [inOrder, byPrediction].flatMap((order) =>
    chunksOf(order.length, WINDOWS).map(([start, end]) => {
      const taken = (values: Float64Array) =>
        Float64Array.from(order.slice(start, end), (row) => values[row] ?? NaN);
      const band = estimateLoss({ metrics: { [loss]: metric } }, loss, taken(expected), losses.length);
      const average = mean(taken(losses));
      const realised = loss === 'rmse' ? Math.sqrt(average) : average;
      return band.lower <= realised && realised <= band.upper;
    }),
  );
  return held.filter(Boolean).length / held.length;
}

function squaredDistance(values: Float64Array, others: Float64Array): number {
  return values.reduce((sum, value, row) => sum + (value - (others[row] ?? NaN)) ** 2, 0);
}

function tableOf(columns: readonly ColumnSource[], places: Uint32Array): ErrorModelRows {
  return Object.fromEntries(
    columns.map(({ name, kind, values }) => {
      const all = kind === 'numerical' ? numbersOf(values) : values;
      return [name, tableColumn(kind, rowsOf(all, places))];
    }),
  );
}

function numberOrNaN(value: unknown): number {
  return typeof value === 'number' ? value : NaN;
}
