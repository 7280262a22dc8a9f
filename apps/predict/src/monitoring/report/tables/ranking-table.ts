import type { DriftRanking } from '../../evaluation/index.js';
import { figure, times } from '../../words/index.js';
import { alarm, calm, html, type Html } from '../text/index.js';
import { scrollTable } from './scroll-table.js';

/** With more features the rest is left to the JSON. */
const MAX_ROWS = 30;

/** Features by importance times severity. */
export function rankingTable({ features, metric }: DriftRanking): Html {
  const unit = metric === 'f1' ? 'Importance (F1)' : 'Importance (error)';
  const rows = features.slice(0, MAX_ROWS).map(
    ({ feature, importance, deviation, severity, drifted, impact }) =>
      html`<tr>
        <th scope="row"><bdi>${feature}</bdi></th>
        <td>${drifted ? alarm('drifted') : calm('not drifted')}</td>
        <td class="number">${figure(importance)} ± ${figure(deviation)}</td>
        <td class="number">${times(severity)}</td>
        <td class="number">${figure(impact)}</td>
      </tr>`,
  );
  return scrollTable({
    caption: 'Features by importance and drift',
    texts: ['Feature', 'Finding'],
    numbers: [unit, 'Severity', 'Impact'],
    rows,
  });
}
