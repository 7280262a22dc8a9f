import type { ColumnEvaluation, ColumnSummary } from '@plumbline/evaluation';
import { columnTitle, count, figure, percent } from '../../words/index.js';
import { html, type Html } from '../text/index.js';
import { scrollTable } from './scroll-table.js';

const issues = [
  ['missing', 'Missing'],
  ['infinite', 'Infinite'],
  ['outOfRange', 'Out of range'],
  ['newCategory', 'New category'],
] as const;

/** The quality of the current values of each column. @param columns those with flaws first */
export function dataQualityTable(columns: readonly ColumnEvaluation[]): Html {
  const header = [
    ...issues.map(([, name]) => name),
    'Unused categories',
    'Distinct',
    'Most common',
    'Min',
    'Median',
    'Max',
    'Mean',
    'Std. dev.',
  ];
  return scrollTable({
    caption: 'Data quality by column, those with flaws first',
    texts: ['Column'],
    numbers: header,
    rows: columns.map(row),
    style: 'quality',
  });
}

/** Columns by the number of their values that are missing, infinite, out of range or in a new category. */
export function mostFlawedFirst(columns: readonly ColumnEvaluation[]): ColumnEvaluation[] {
  return [...columns].sort((one, other) => flaws(other.summary) - flaws(one.summary));
}

/** `3 of 8 columns have values that are missing, infinite, out of range or in a new category.` */
export function flawedColumnsText(columns: readonly ColumnEvaluation[]): string {
  const flawed = columns.filter(({ summary }) => flaws(summary) > 0).length;
  if (flawed === 0) return 'No values are missing, infinite, out of range or in a new category.';
  return `${flawed} of ${columns.length} columns have values that are missing, infinite, out of range or in a new category.`;
}

function row(column: ColumnEvaluation): Html {
  const { summary, kind } = column;
  const moments = [summary.minimum, summary.median, summary.maximum, summary.mean, summary.standardDeviation];
  return html`<tr>
    <th scope="row"><bdi>${columnTitle(column)}</bdi></th>
    ${issues.map(([issue]) => issueCell(summary[issue], summary.rows))}
    <td class="number">${kind === 'categorical' ? count(summary.unusedCategories) : '–'}</td>
    <td class="number">${count(summary.distinct)}</td>
    <td class="number">${percent(summary.mostCommonShare)}</td>
    ${moments.map((value) => html`<td class="number">${figure(value)}</td>`)}
  </tr>`;
}

function issueCell(rows: number, all: number): Html {
  if (rows === 0) return html`<td class="number faint">0</td>`;
  return html`<td class="number flaw">
    <span aria-hidden="true">▲ </span>${count(rows)} <span class="muted">${percent(rows / all)}</span>
  </td>`;
}

function flaws({ missing, infinite, outOfRange, newCategory }: ColumnSummary): number {
  return missing + infinite + outOfRange + newCategory;
}
