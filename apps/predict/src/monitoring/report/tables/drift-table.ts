import type { ColumnDrift, ColumnEvaluation, EvidentlyVerdict } from '@plumbline/evaluation';
import { severityBar } from '../plots/index.js';
import { columnTitle, failureText, figure, worstFirst } from '../../words/index.js';
import { html, type Html, verdict } from '../text/index.js';

const comparisons = { '<': 'below', '<=': 'up to', '>': 'above', '>=': 'from' } as const;

/**
 * Every column with its score, the worst first. The roles are explicit because narrow screens show the rows as blocks.
 * @param idOf the id in the page of the column at a place in that order, which its name links to.
 */
export function driftTable(
  columns: readonly ColumnEvaluation[],
  idOf: (place: number) => string | undefined = () => undefined,
): Html {
  return html`<table class="drift" role="table">
    <caption class="unseen">
      Drift by column, the worst first
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${['Column', 'Finding', 'Severity', 'Method'].map((name) => html`<th scope="col" role="columnheader">${name}</th>`)}
        ${['Score', 'Drift if'].map((name) => html`<th scope="col" role="columnheader" class="number">${name}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${worstFirst(columns).map((column, place) => row(column, idOf(place)))}
    </tbody>
  </table>`;
}

function row(column: ColumnEvaluation, id: string | undefined): Html {
  const { drift } = column;
  const name = html`<bdi>${columnTitle(column)}</bdi>`;
  return html`<tr role="row">
    <th scope="row" role="rowheader">${id === undefined ? name : html`<a href="#${id}">${name}</a>`}</th>
    <td role="cell" class="finding">${verdict(column)}</td>
    <td role="cell" class="bar">${severityBar(drift?.severity ?? null, drift?.drifted ?? false)}</td>
    ${drift === null ? html`<td role="cell" class="method" colspan="3">${failureText(column)}</td>` : scoreCells(drift)}
  </tr>`;
}

function scoreCells({ displayName, score, driftIf, threshold, adjustedP, evidently }: ColumnDrift): Html {
  return html`<td role="cell" class="method">
      ${displayName}${adjustedP !== null && html`<span class="muted"> adjusted ${figure(adjustedP)}</span>`}
      ${evidently && evidentlyNote(evidently)}
    </td>
    <td role="cell" class="number score">${figure(score)}</td>
    <td role="cell" class="number limit">
      ${adjustedP !== null && 'adjusted '}${comparisons[driftIf]} ${figure(threshold)}
    </td>`;
}

/** Evidently's verdict, and why it differs if it does. */
function evidentlyNote({
  displayName,
  score,
  driftIf,
  threshold,
  drifted,
  difference,
}: EvidentlyVerdict): Html {
  const verdict = `${drifted ? 'drifted' : 'not drifted'}, ${displayName} ${figure(score)}`;
  return html`<div class="muted evidently">
    Evidently: ${verdict}; drift ${comparisons[driftIf]} ${figure(threshold)}.
    ${difference !== null && html`<strong>${difference}</strong>`}
  </div>`;
}
