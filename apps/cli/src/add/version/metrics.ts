import {
  accuracy,
  averageScores,
  ConfusionCounts,
  MultiLabelCounts,
  regressionQuality,
} from '@plumbline/evaluation';

/** What the metrics of a version depend on. */
export interface MetricOptions {
  readonly task: string;
  /** Classes, labels or targets; empty for one number. */
  readonly names: readonly string[];
  readonly f1Average: string | null;
  readonly positiveClass: string | null;
}

/** A predicted and an actual value: a class, a number, or a number per label or target, null where it is unknown. */
export interface LabelledRow {
  readonly predicted: Outcome;
  readonly actual: Outcome;
}

type Outcome = string | number | readonly (number | null)[];

/** The quality of the model on the rows whose actual value is known, as the manifest has it. */
export function metricsOf(options: MetricOptions, rows: readonly LabelledRow[]): Record<string, unknown> {
  const measured = { holdout_rows: rows.length };
  switch (options.task) {
    case 'regression':
      return { ...regressionMetrics(options.names, rows), ...measured };
    case 'multilabel':
      return { ...labelMetrics(options, rows), ...measured };
    default:
      return { ...classMetrics(options, rows), ...measured };
  }
}

function classMetrics({ names, f1Average, positiveClass }: MetricOptions, rows: readonly LabelledRow[]) {
  const counts = new ConfusionCounts(names);
  for (const { actual, predicted } of rows) counts.add(String(actual), String(predicted));
  const average = (['binary', 'macro', 'micro', 'weighted'] as const).find((each) => each === f1Average);
  const {
    f1 = null,
    precision = null,
    recall = null,
  } = averageScores(counts, {
    average: average ?? 'weighted',
    positiveClass,
  });
  return { f1, precision, recall, accuracy: accuracy(counts) ?? 0 };
}

function labelMetrics({ names, f1Average }: MetricOptions, rows: readonly LabelledRow[]) {
  const counts = new MultiLabelCounts(names);
  for (const { actual, predicted } of rows) counts.add(flagsOf(actual), flagsOf(predicted));
  const average = (['samples', 'macro', 'micro', 'weighted'] as const).find((each) => each === f1Average);
  return {
    ...counts.scores(average ?? 'micro'),
    accuracy: counts.exactShare,
    hamming_loss: counts.hammingLoss,
  };
}

function flagsOf(outcome: Outcome): number[] {
  return typeof outcome === 'object' ? outcome.map((flag) => flag ?? 0) : [];
}

function regressionMetrics(names: readonly string[], rows: readonly LabelledRow[]) {
  if (names.length === 0) return errorsOf(rows, (outcome) => Number(outcome));
  const each = names.map((_, place) =>
    errorsOf(rows, (outcome) => (typeof outcome === 'object' ? (outcome[place] ?? NaN) : NaN)),
  );
  const mean = (name: 'mae' | 'rmse' | 'r2') =>
    each.reduce((sum, errors) => sum + errors[name], 0) / each.length;
  const targets = Object.fromEntries(names.map((name, place) => [name, each[place]]));
  return { mae: mean('mae'), rmse: mean('rmse'), r2: mean('r2'), targets };
}

function errorsOf(rows: readonly LabelledRow[], numberOf: (outcome: Outcome) => number) {
  const { meanAbsoluteError, rootMeanSquaredError, r2 } = regressionQuality(
    rows.map(({ actual }) => numberOf(actual)),
    rows.map(({ predicted }) => numberOf(predicted)),
  );
  return { mae: meanAbsoluteError, rmse: rootMeanSquaredError, r2 };
}
