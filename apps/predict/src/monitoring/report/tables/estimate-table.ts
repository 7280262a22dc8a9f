import type { QualityEstimate } from '@plumbline/evaluation';
import { alarm, calm, html, type Html, type ModelReport, score, unknown } from '../text/index.js';

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

/** The quality estimated from the model's probabilities, beside its usual range on the reference. */
export function estimateTable(estimates: Estimates, task: ModelReport['task']): Html {
  return html`${task === 'multiclass' && html`<p class="note">All metrics except accuracy are means over the classes.</p>`}
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
          ${metrics.map(([metric, name]) => row(name, estimates[metric]))}
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
