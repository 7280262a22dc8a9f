import type { ClassificationEvaluation } from '../../quality/index.js';
import { count, score } from '../../words/index.js';
import { html, type Html } from '../text/index.js';
import { scrollTable } from './scroll-table.js';

/** Quality by class, the lowest F1 first; classes without rows are last. */
export function classTable({ classes }: ClassificationEvaluation): Html {
  const rank = (f1: number | null, support: number): number => (support === 0 || f1 === null ? 2 : f1);
  const ordered = [...classes].sort(
    (one, other) => rank(one.f1, one.support) - rank(other.f1, other.support),
  );
  const table = scrollTable({
    caption: 'Quality by class, the lowest F1 first',
    texts: ['Class'],
    numbers: ['Rows', 'Precision', 'Recall', 'F1'],
    rows: ordered.map(
      ({ name, support, precision, recall, f1 }) =>
        html`<tr>
          <th scope="row"><bdi>${name}</bdi></th>
          <td class="number">${count(support)}</td>
          ${[precision, recall, f1].map((value) => html`<td class="number">${score(value)}</td>`)}
        </tr>`,
    ),
  });
  return html`${table}
  ${
    classes.some(({ precision, recall }) => precision === null || recall === null) &&
    html`<p class="note">
      A dash means that no row has the class as its prediction (precision), as its label (recall), or as
      either (F1).
    </p>`
  }`;
}
