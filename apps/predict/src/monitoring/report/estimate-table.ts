import type { QualityEstimate } from '@plumbline/evaluation';
import { score } from './figures.js';
import { html, type Html } from './html.js';
import type { ModelReport } from './model-report.js';
import { alarm, calm, unknown } from './verdict.js';

const metrics = {
  f1: 'F1',
  precision: 'Precision',
  recall: 'Recall',
  accuracy: 'Accuracy',
  rocAuc: 'ROC AUC',
} as const;

/** Ranges of a reference can be narrow. */
const DECIMALS = 3;

type Estimates = Readonly<Record<keyof typeof metrics, QualityEstimate>>;

/** What the model's own probabilities say of its quality, beside what is usual on the reference. */
export function estimateTable(estimates: Estimates, task: ModelReport['task']): Html {
  const names = Object.keys(metrics) as (keyof typeof metrics)[];
  return html`${task === 'multiclass' && html`<p class="note">All but accuracy are means over the classes.</p>`}
    <div class="scroll" role="region" tabindex="0" aria-label="Quality estimated without labels">
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
          ${names.map((name) => row(metrics[name], estimates[name]))}
        </tbody>
      </table>
    </div>`;
}

function row(name: string, { value, lower, upper, threshold, alert }: QualityEstimate): Html {
  return html`<tr>
    <th scope="row">${name}</th>
    <td>${value === null ? unknown('undefined') : alert ? alarm('unusual') : calm('usual')}</td>
    <td class="number">${score(value, DECIMALS)}</td>
    <td class="number">${range(lower, upper)}</td>
    <td class="number">${range(threshold.lower, threshold.upper)}</td>
  </tr>`;
}

function range(from: number | null, to: number | null): string {
  return `${score(from, DECIMALS)} to ${score(to, DECIMALS)}`;
}
