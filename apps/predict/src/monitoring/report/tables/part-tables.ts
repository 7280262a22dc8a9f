import type { MultilabelEvaluation, RegressionEvaluation } from '../../quality/index.js';
import { count, figure, score } from '../../words/index.js';
import { html, type Html } from '../text/index.js';
import { scrollTable } from './scroll-table.js';

/** Quality by label, the lowest F1 first; labels that no row has and no row is predicted to have are last. */
export function labelTable({ labels }: MultilabelEvaluation): Html {
  const ordered = [...labels].sort((one, other) => (one.f1 ?? 2) - (other.f1 ?? 2));
  const rows = ordered.map(({ name, rows, support, accuracy, precision, recall, f1 }) => ({
    name,
    cells: [count(rows), count(support), ...[accuracy, precision, recall, f1].map((value) => score(value))],
  }));
  return partTable('Quality by label, the lowest F1 first', ['Label', 'Rows', 'With label', ...SCORES], rows);
}

const SCORES = ['Accuracy', 'Precision', 'Recall', 'F1'];

/** Errors by target, in the order of the manifest. */
export function targetTable(targets: NonNullable<RegressionEvaluation['targets']>): Html {
  const rows = targets.map(({ name, rows, meanAbsoluteError, rootMeanSquaredError, r2 }) => ({
    name,
    cells: [count(rows), figure(meanAbsoluteError), figure(rootMeanSquaredError), score(r2)],
  }));
  const columns = ['Target', 'Rows', 'Mean absolute error', 'Root mean squared error', 'R²'];
  return partTable('Errors by target', columns, rows);
}

interface PartRow {
  readonly name: string;
  readonly cells: readonly string[];
}

function partTable(
  caption: string,
  [first = '', ...numbers]: readonly string[],
  rows: readonly PartRow[],
): Html {
  return scrollTable({
    caption,
    texts: [first],
    numbers,
    rows: rows.map(
      ({ name, cells }) =>
        html`<tr>
          <th scope="row"><bdi>${name}</bdi></th>
          ${cells.map((cell) => html`<td class="number">${cell}</td>`)}
        </tr>`,
    ),
  });
}
