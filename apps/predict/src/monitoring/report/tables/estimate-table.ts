import type { ErrorEstimate, QualityEstimate } from '@plumbline/evaluation';
import { alarm, calm, figure, html, type Html, type ModelReport, score, unknown } from '../text/index.js';

const metrics = [
  ['f1', 'F1'],
  ['precision', 'Precision'],
  ['recall', 'Recall'],
  ['accuracy', 'Accuracy'],
  ['rocAuc', 'ROC AUC'],
] as const;

/** The range on a reference can be narrow. */
const DECIMALS = 3;

type Estimates = Readonly<Record<(typeof metrics)[number][0], QualityEstimate>>;

type Written = (value: number | null) => string;

/** The quality estimated from the model's probabilities, beside its usual range on the reference. */
export function estimateTable(estimates: Estimates, task: ModelReport['task']): Html {
  const written: Written = (value) => score(value, DECIMALS);
  return html`${task === 'multiclass' && html`<p class="note">All metrics except accuracy are means over the classes.</p>`}
  ${table(metrics.map(([metric, name]) => row(name, estimates[metric], written)))}`;
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
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Quality estimated without labels">
    <table>
      <caption class="unseen">
        Quality estimated without labels
      </caption>
      <thead>
        <tr>
          <th scope="col">Metric</th>
          <th scope="col">Finding</th>
          ${['Estimate', 'Band', 'Usual'].map((name) => html`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
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
