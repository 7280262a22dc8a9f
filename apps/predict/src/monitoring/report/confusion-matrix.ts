import type { ClassificationEvaluation } from '../evaluation/index.js';
import { count, percent, shortened } from './figures.js';
import { html, type Html } from './html.js';

/** More classes than this are told by their mix-ups alone. */
const MOST_CLASSES = 60;
const MOST_MIXED_UP = 5;
/** Steps of shading; a class of the style for each. */
const SHADES = 9;
/** More classes than this have small cells and upright headers. */
export const FEW_CLASSES = 6;
const LONGEST_HEADER = 24;

type Confusion = Pick<ClassificationEvaluation, 'classes' | 'confusion'>;

/** Who was taken for whom: a table shaded by the share of each actual class, and the pairs mixed up most. */
export function confusionMatrix(quality: Confusion): Html {
  return html`${quality.classes.length <= MOST_CLASSES && matrix(quality)}${mixedUp(quality)}`;
}

function matrix({ classes, confusion }: Confusion): Html {
  const density = classes.length > FEW_CLASSES ? 'dense' : 'roomy';
  return html`<p class="note">
      Rows are actual classes, columns predicted ones. Shaded by the share of the actual class; on the
      diagonal the model was right.
    </p>
    <div class="scroll" role="region" tabindex="0" aria-label="Confusion matrix">
      <table class="confusion ${density}">
        <caption class="unseen">
          Confusion matrix: rows are actual classes, columns predicted ones
        </caption>
        <thead>
          <tr>
            <td></td>
            ${classes.map(({ name }) => html`<th scope="col"><bdi>${shortened(name, LONGEST_HEADER)}</bdi></th>`)}
          </tr>
        </thead>
        <tbody>
          ${classes.map(
            ({ name, support }, row) =>
              html`<tr>
                <th scope="row"><bdi>${shortened(name, LONGEST_HEADER)}</bdi></th>
                ${classes.map((predicted, column) => cell(confusion[row]?.[column] ?? 0, support, { actual: name, predicted: predicted.name, right: row === column }))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

interface Pair {
  readonly actual: string;
  readonly predicted: string;
  readonly right: boolean;
}

function cell(rows: number, support: number, { actual, predicted, right }: Pair): Html {
  const share = support > 0 ? rows / support : 0;
  const shade = rows === 0 ? 0 : Math.max(1, Math.round(share * SHADES));
  return html`<td
    class="shade-${shade}${right && ' right'}"
    title="actual ${actual}, predicted ${predicted}: ${percent(share)} of the class"
  >
    ${count(rows)}
  </td>`;
}

function mixedUp({ classes, confusion }: Confusion): Html | undefined {
  const pairs = classes
    .flatMap((actual, row) =>
      classes.map((predicted, column) => ({
        actual,
        predicted,
        rows: row === column ? 0 : (confusion[row]?.[column] ?? 0),
      })),
    )
    .filter(({ rows }) => rows > 0)
    .sort((one, other) => other.rows - one.rows)
    .slice(0, MOST_MIXED_UP);
  if (pairs.length === 0) return undefined;
  return html`<h4>Mixed up most</h4>
    <ol class="mixed">
      ${pairs.map(
        ({ actual, predicted, rows }) =>
          html`<li>
            <strong><bdi>${actual.name}</bdi></strong> taken for <strong><bdi>${predicted.name}</bdi></strong
            >: ${count(rows)} of ${count(actual.support)}
          </li>`,
      )}
    </ol>`;
}
