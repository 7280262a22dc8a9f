import type { ColumnEvaluation, WindowEvaluation } from '@plumbline/evaluation';
import { columnCard } from './column-card.js';
import { columnNoun, worstFirst } from './column-names.js';
import { driftTable } from './drift-table.js';
import { figure, plural } from './figures.js';
import { html, type Html } from './html.js';
import type { ModelReport } from './model-report.js';
import { section } from './section.js';
import { alarm, calm } from './verdict.js';

/** More columns than this are folded away when they did not drift. */
const MOST_OPEN = 16;

/** How the window differs from the reference: the table of all columns, then each one's plot. */
export function driftSections(drift: WindowEvaluation, { features }: Pick<ModelReport, 'features'>): Html {
  const ordered = worstFirst(drift.columns);
  const card = (column: ColumnEvaluation, index: number) =>
    columnCard(column, cardId(index), features[column.feature]);
  const cards = ordered.map(card);
  const open =
    ordered.length > MOST_OPEN ? ordered.filter((column) => column.drift?.drifted).length : ordered.length;
  const noun = columnNoun(drift.columns);
  return html` ${section(
    'drift',
    'Drift',
    html`<div class="card">${driftTable(drift.columns, cardId)}</div>
      ${jointPattern(drift)}`,
    'Severity is on one scale for all methods: 1 is the threshold, marked on each bar; beyond it the values differ from the reference.',
  )}
  ${section('distributions', 'Reference against current', [
    LEGEND,
    open > 0 && html`<div class="grid-of-cards">${cards.slice(0, open)}</div>`,
    open < cards.length &&
      html`<details class="folded">
        <summary>${plural(cards.length - open, `other ${noun}`)}</summary>
        <div class="grid-of-cards">${cards.slice(open)}</div>
      </details>`,
  ])}`;
}

function cardId(place: number): string {
  return `column-${place}`;
}

/** What bars of either kind mean; they differ in shape as well as in colour. */
export const LEGEND = html`<p class="legend">
  <span
    ><svg class="swatch" viewBox="0 0 22 10" aria-hidden="true" focusable="false">
      <rect class="reference" width="20" height="9" x="1" y=".5" /></svg
    >reference (wide, outlined)</span
  ><span
    ><svg class="swatch" viewBox="0 0 22 10" aria-hidden="true" focusable="false">
      <rect class="current" width="8" height="10" x="7" /></svg
    >current (slim, filled)</span
  >
</p>`;

function jointPattern({ reconstruction }: WindowEvaluation): Html | false {
  if (reconstruction === null) return false;
  const { value, threshold, alert } = reconstruction;
  return html`<p class="note joint">
    <strong>All features together</strong> ${alert ? alarm('differs') : calm('alike')} Error of rebuilding the
    rows from the reference's joint pattern:
    <b>${figure(value)}</b>${threshold.upper !== null && html`; usual up to ${figure(threshold.upper)}`}.
  </p>`;
}
