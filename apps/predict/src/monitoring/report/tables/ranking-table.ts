import type { DriftRanking } from '../../evaluation/index.js';
import { figure, times } from '../../words/index.js';
import { alarm, calm, html, type Html } from '../text/index.js';

/** With more features the rest is left to the JSON. */
const MAX_ROWS = 30;

/** Features by importance times severity. */
export function rankingTable({ features, metric }: DriftRanking): Html {
  const unit = metric === 'f1' ? 'Importance (F1)' : 'Importance (error)';
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Features by importance and drift">
    <table>
      <caption class="unseen">
        Features by importance and drift
      </caption>
      <thead>
        <tr>
          <th scope="col">Feature</th>
          <th scope="col">Finding</th>
          ${[unit, 'Severity', 'Impact'].map((name) => html`<th scope="col" class="number">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${features.slice(0, MAX_ROWS).map(
          ({ feature, importance, deviation, severity, drifted, impact }) =>
            html`<tr>
              <th scope="row"><bdi>${feature}</bdi></th>
              <td>${drifted ? alarm('drifted') : calm('not drifted')}</td>
              <td class="number">${figure(importance)} ± ${figure(deviation)}</td>
              <td class="number">${times(severity)}</td>
              <td class="number">${figure(impact)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
