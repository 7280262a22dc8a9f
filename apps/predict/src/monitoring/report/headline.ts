import type { WindowEvaluation } from '@plumbline/evaluation';
import type { ClassificationEvaluation, RegressionEvaluation } from '../model-evaluation.js';
import { columnNoun, columnTitle, worstFirst } from './column-names.js';
import { figure, plural, score } from './figures.js';
import { html, type Html } from './html.js';
import type { ModelReport } from './model-report.js';

const MOST_NAMED = 4;

/** What the report comes to, in a few sentences; the first is the largest. */
export function headline(report: ModelReport): Html {
  const { evaluation } = report;
  if (evaluation?.drift == null)
    return html`${evaluation?.quality && html`<p class="headline">${qualityNews(report, evaluation.quality)}</p>`}`;
  const { drift, quality } = evaluation;
  return html`<p class="headline">${driftNews(drift)}</p>
    <ul class="news">
      ${whatDiffers(drift)}
      <li>${predictionNews(drift)}</li>
      ${quality && html`<li>${qualityNews(report, quality)}</li>`}
    </ul>`;
}

/** `12 of 13 features look like the reference.` */
function driftNews({ columns, dataset: { computed, drifted } }: WindowEvaluation): string {
  const noun = columnNoun(columns);
  if (computed === 0)
    return `None of the ${plural(columns.length, noun)} could be compared with the reference.`;
  if (drifted === 0) return `All ${plural(computed, noun)} look like the reference.`;
  const alike = computed - drifted;
  if (alike === 0) return `None of the ${plural(computed, noun)} looks like the reference.`;
  return `${alike} of ${plural(computed, noun)} ${alike === 1 ? 'looks' : 'look'} like the reference.`;
}

function whatDiffers({ columns, dataset: { drifted } }: WindowEvaluation): Html | false {
  if (drifted === 0) return false;
  const named = worstFirst(columns)
    .filter(({ drift }) => drift?.drifted)
    .slice(0, MOST_NAMED);
  const names = named.map(
    (column, index) => html`${index > 0 && ', '}<strong><bdi>${columnTitle(column)}</bdi></strong>`,
  );
  const rest = drifted - named.length;
  return html`<li>
    ${drifted === 1 ? 'This one differs' : 'These differ, the worst first'}:
    ${names}${rest > 0 && ` and ${plural(rest, 'other')}`}.
  </li>`;
}

function predictionNews({ prediction: { drift } }: WindowEvaluation): string {
  if (drift === null) return 'The predictions could not be compared with those on the reference.';
  return drift.drifted
    ? 'The predictions differ from those on the reference.'
    : 'The predictions are spread as on the reference.';
}

function qualityNews(
  { evaluation, baseline }: ModelReport,
  quality: ClassificationEvaluation | RegressionEvaluation,
): string {
  const rows = plural(evaluation?.feedback.rows ?? 0, 'labelled prediction');
  return quality.task === 'regression'
    ? `The mean absolute error is ${figure(quality.meanAbsoluteError)} over ${rows}; it was ${figure(baseline)} at registration.`
    : `F1 is ${score(quality.f1)} over ${rows}; it was ${score(baseline)} at registration.`;
}
