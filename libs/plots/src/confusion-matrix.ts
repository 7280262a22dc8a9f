import { count, percent, shortened } from './figures.js';
import { html, type Html } from './html.js';

/** With more classes than this, only the most frequent confusions are shown. */
const MAX_CLASSES = 60;
const MAX_CONFUSIONS = 5;
/** Steps of shading; each has a class in the style. */
const SHADES = 9;
/** With more classes than this, cells are small and headers upright. */
export const FEW_CLASSES = 6;
const MAX_HEADER_LENGTH = 24;

/** How often which class was predicted as which. */
export interface Confusions {
  readonly classes: readonly { readonly name: string; readonly support: number }[];
  /** Rows are actual classes, columns predicted ones; null with too many classes. */
  readonly confusion: readonly (readonly number[])[] | null;
  /** The most frequent mistakes first. */
  readonly confusions?: readonly {
    readonly actual: string;
    readonly predicted: string;
    readonly rows: number;
  }[];
}

/** A table of actual against predicted classes, shaded by the share of the actual class, and the most frequent confusions. */
export function confusionMatrix(quality: Confusions): Html {
  const { classes, confusion } = quality;
  const isReadable = confusion !== null && classes.length <= MAX_CLASSES;
  return html`${isReadable && matrix(classes, confusion)}${mistakes(quality)}`;
}

function matrix(classes: Confusions['classes'], confusion: readonly (readonly number[])[]): Html {
  const density = classes.length > FEW_CLASSES ? 'dense' : 'roomy';
  return html`<p class="note">
      Rows are actual classes, columns are predicted classes. The shade is the share of the actual class.
      Correct predictions are on the diagonal.
    </p>
    <div class="scroll" role="region" tabindex="0" aria-label="Confusion matrix">
      <table class="confusion ${density}">
        <caption class="unseen">
          Confusion matrix: rows are actual classes, columns are predicted classes
        </caption>
        <thead>
          <tr>
            <td></td>
            ${classes.map(({ name }) => html`<th scope="col"><bdi>${shortened(name, MAX_HEADER_LENGTH)}</bdi></th>`)}
          </tr>
        </thead>
        <tbody>
          ${classes.map(
            ({ name, support }, row) =>
              html`<tr>
                <th scope="row"><bdi>${shortened(name, MAX_HEADER_LENGTH)}</bdi></th>
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

function mistakes({ classes, confusions = [] }: Confusions): Html | undefined {
  if (confusions.length === 0) return undefined;
  const supports = new Map(classes.map(({ name, support }) => [name, support]));
  return html`<h4>Most frequent confusions</h4>
    <ol class="mixed">
      ${confusions.slice(0, MAX_CONFUSIONS).map(
        ({ actual, predicted, rows }) =>
          html`<li>
            <strong><bdi>${actual}</bdi></strong> predicted as <strong><bdi>${predicted}</bdi></strong
            >: ${count(rows)} of ${count(supports.get(actual) ?? 0)}
          </li>`,
      )}
    </ol>`;
}
