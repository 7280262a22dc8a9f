import type { ErrorEstimate, LabelsEstimate, QualityEstimate } from '@plumbline/evaluation';
import { ownAverage } from '../../verdict/index.js';
import { figure, score } from '../../words/index.js';
import { alarm, calm, html, type Html, type ModelReport, unknown } from '../text/index.js';
import { scrollTable } from './scroll-table.js';

/** The range on a reference can be narrow. */
const DECIMALS = 3;

type Estimates = Readonly<Record<'precision' | 'recall' | 'accuracy' | 'rocAuc', QualityEstimate>>;

type Written = (value: number | null) => string;

/** The quality estimated from the model's probabilities, beside its usual range. @param f1 averaged like the report. */
export function estimateTable(
  { task, average }: ModelReport,
  { precision, recall, accuracy, rocAuc }: Estimates,
  f1: QualityEstimate | null,
): Html {
  const own = ownAverage(task);
  const written: Written = (value) => score(value, DECIMALS);
  return table([
    row(`F1 (${average})`, f1, written),
    row(`Precision (${own})`, precision, written),
    row(`Recall (${own})`, recall, written),
    row('Accuracy', accuracy, written),
    row(own === 'macro' ? 'ROC AUC (macro)' : 'ROC AUC', rocAuc, written),
  ]);
}

/** F1 of every label and averaged like the report, estimated without knowing the labels. */
export function labelEstimateTable(
  { average }: ModelReport,
  { labels }: LabelsEstimate,
  averaged: QualityEstimate | null,
): Html {
  const written: Written = (value) => score(value, DECIMALS);
  const ofLabels = labels.map(({ label, f1 }) => row(`F1 of ${label}`, f1, written));
  return table(averaged === null ? ofLabels : [row(`F1 (${average})`, averaged, written), ...ofLabels]);
}

/** The errors estimated from the features and the prediction, beside their usual range on the reference. */
export function errorEstimateTable(targets: readonly ErrorEstimate[]): Html {
  const rows = targets.flatMap(({ target, meanAbsoluteError, rootMeanSquaredError }) => {
    const nameOf = (metric: string) => (target === null ? metric : `${target}: ${metric}`);
    return [
      row(nameOf('Mean absolute error'), meanAbsoluteError, figure),
      row(nameOf('Root mean squared error'), rootMeanSquaredError, figure),
    ];
  });
  return table(rows);
}

function table(rows: readonly Html[]): Html {
  return scrollTable({
    caption: 'Quality estimated without labels',
    texts: ['Metric', 'Finding'],
    numbers: ['Estimate', 'Band', 'Usual'],
    rows,
  });
}

function row(name: string, estimate: QualityEstimate | null, written: Written): Html {
  const range = (from: number | null, to: number | null) => `${written(from)} to ${written(to)}`;
  const { value, lower, upper, threshold, alert } = estimate ?? NONE;
  return html`<tr>
    <th scope="row"><bdi>${name}</bdi></th>
    <td>${value === null ? unknown('undefined') : alert ? alarm('unusual') : calm('usual')}</td>
    <td class="number">${written(value)}</td>
    <td class="number">${range(lower, upper)}</td>
    <td class="number">${range(threshold.lower, threshold.upper)}</td>
  </tr>`;
}

const NONE: QualityEstimate = {
  value: null,
  lower: null,
  upper: null,
  threshold: { lower: null, upper: null },
  alert: false,
};
