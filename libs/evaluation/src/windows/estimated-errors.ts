import type { TableColumn } from '../estimators/index.js';
import { type ErrorEstimator, estimateError, type EstimatedLoss } from '../profiles/index.js';
import { estimateAsJson, orNull } from './json-estimate.js';
import type { ErrorEstimate, QualityEstimate, WindowEvaluation } from './window-evaluation.js';

const names: Readonly<Record<EstimatedLoss, string>> = {
  mae: 'mean absolute error',
  rmse: 'root mean squared error',
};

const CONSTANT =
  'always the error on the reference, which depends on neither the features nor the prediction as far as the reference shows';

/**
 * The errors of a regression without labels, as a field of the evaluation; nothing without estimators or rows.
 * @param rows the rows of the window. @param read gives a column of features or predictions by its name; may throw.
 * @param unreliable why no error can be estimated for this window; null where it can.
 */
export function estimatedErrors(
  estimators: readonly ErrorEstimator[] | null | undefined,
  rows: number,
  read: (name: string) => TableColumn,
  unreliable: string | null = null,
): Pick<WindowEvaluation, 'estimatedErrors'> {
  if (estimators == null || rows === 0) return {};
  return {
    estimatedErrors: estimators.map((estimator) =>
      unreliable === null ? estimateOf(estimator, rows, read) : withoutEstimate(estimator, unreliable),
    ),
  };
}

function withoutEstimate({ target }: ErrorEstimator, reason: string): ErrorEstimate {
  const notes = [`the error is not estimated: ${reason}`];
  return { target, meanAbsoluteError: null, rootMeanSquaredError: null, notes };
}

function estimateOf(
  estimator: ErrorEstimator,
  rows: number,
  read: (name: string) => TableColumn,
): ErrorEstimate {
  const notes: string[] = [];
  const of = (loss: EstimatedLoss): QualityEstimate | null => {
    const model = estimator[loss];
    if ('unproven' in model) {
      notes.push(`estimated ${names[loss]}: ${model.unproven}`);
      return null;
    }
    if (model.trees.trees.length === 0) notes.push(`estimated ${names[loss]}: ${CONSTANT}`);
    const estimate = orNull(() => {
      const table = model.columns.map(({ name }): [string, TableColumn] => [name, read(name)]);
      return estimateAsJson(estimateError(loss, model, Object.fromEntries(table), rows));
    });
    if (estimate === null) notes.push(`estimated ${names[loss]}: a column cannot be read`);
    return estimate;
  };
  return {
    target: estimator.target,
    meanAbsoluteError: of('mae'),
    rootMeanSquaredError: of('rmse'),
    notes,
  };
}
