import type { ClassificationEvaluation } from '../../quality/index.js';
import { count, score } from '../../words/index.js';
import { html, type Html } from '../text/index.js';

/** Quality by class, the lowest F1 first; classes without rows are last. */
export function classTable({ classes }: ClassificationEvaluation): Html {
  const rank = (f1: number | null, support: number): number => (support === 0 || f1 === null ? 2 : f1);
  const ordered = [...classes].sort(
    (one, other) => rank(one.f1, one.support) - rank(other.f1, other.support),
  );
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Quality by class">
      <table>
        <caption class="unseen">
          Quality by class, the lowest F1 first
        </caption>
        <thead>
          <tr>
            <th scope="col">Class</th>
            ${['Rows', 'Precision', 'Recall', 'F1'].map((name) => html`<th scope="col" class="number">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${ordered.map(
            ({ name, support, precision, recall, f1 }) =>
              html`<tr>
                <th scope="row"><bdi>${name}</bdi></th>
                <td class="number">${count(support)}</td>
                ${[precision, recall, f1].map((value) => html`<td class="number">${score(value)}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      classes.some(({ precision, recall }) => precision === null || recall === null) &&
      html`<p class="note">
        A dash means that no row has the class as its prediction (precision), as its label (recall), or as
        either (F1).
      </p>`
    }`;
}
