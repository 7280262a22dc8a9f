import type { ColumnEvaluation, ColumnSummary } from '@plumbline/evaluation';
import { columnTitle } from './column-names.js';
import { distributionPlot } from './distribution-plot.js';
import { figure, percent } from './figures.js';
import { html, type Html } from './html.js';
import type { FeatureNote } from './model-report.js';
import { severityBar } from './severity-bar.js';
import { verdict } from './verdict.js';

/** One column: what it is, whether it drifted, and where its values are. */
export function columnCard(column: ColumnEvaluation, id: string, note?: FeatureNote): Html {
  const title = columnTitle(column);
  return html`<article class="card column" id="${id}" aria-labelledby="${id}-name">
    <header>
      <h3 id="${id}-name"><bdi>${title}</bdi></h3>
      ${verdict(column)}
    </header>
    ${note && html`<p class="note"><bdi>${note.description}${note.unit !== undefined && `, ${note.unit}`}</bdi></p>`}
    ${distributionPlot(id, title, column.distribution)}
    <footer>
      ${severityBar(column.drift?.severity ?? null, column.drift?.drifted ?? false)}
      <span class="muted">${inFigures(column.summary)}</span>
    </footer>
  </article>`;
}

function inFigures(summary: ColumnSummary): string {
  if (summary.mean !== null) return `now ${figure(summary.mean)} ± ${figure(summary.standardDeviation)}`;
  return summary.mostCommonShare === null ? '' : `most common ${percent(summary.mostCommonShare)}`;
}
