import type { WindowEvaluation } from '@plumbline/evaluation';
import {
  type ClassificationEvaluation,
  type RegressionEvaluation,
  scoreCoverage,
} from '../evaluation/index.js';
import { columnNoun, columnTitle, worstFirst } from './column-names.js';
import { figure, plural, score } from './figures.js';
import { html, type Html } from './html.js';
import type { ModelReport } from './model-report.js';
import { orUndefined, partOfClasses } from './score-words.js';

const MOST_NAMED = 4;
/** From here on the quality has fallen, as the alert ModelF1BelowRegistered has it. */
const WORSE_BY = 0.1;

/** The order in which findings are told. */
const RANKS = ['worse', 'estimated worse', 'drifted', 'predictions drifted', 'unknown', 'as before'] as const;

interface Finding {
  readonly rank: (typeof RANKS)[number];
  readonly text: string;
  readonly details?: Html | false;
}

/** What the report comes to, in a few sentences, the worst first; the first is the largest. */
export function headline(report: ModelReport): Html {
  const [first, ...rest] = findings(report).sort(
    (one, other) => RANKS.indexOf(one.rank) - RANKS.indexOf(other.rank),
  );
  if (first === undefined) return html``;
  const items = [first.details, ...rest.flatMap(({ text, details }) => [html`<li>${text}</li>`, details])];
  const news = items.filter((item) => item !== undefined && item !== false);
  return html`<p class="headline">${first.text}</p>
    ${
      news.length > 0 &&
      html`<ul class="news">
        ${news}
      </ul>`
    }`;
}

function findings(report: ModelReport): Finding[] {
  const { evaluation } = report;
  if (evaluation === null) return [];
  const { drift, quality, feedback } = evaluation;
  return [
    ...(drift === null ? [] : [featureNews(drift), predictionNews(drift), ...estimateNews(drift)]),
    ...(quality === null ? [] : [qualityNews(report, feedback.rows, quality)]),
  ];
}

/** `1 of 13 features differs from the reference.` */
function featureNews(drift: WindowEvaluation): Finding {
  const { computed, drifted } = drift.dataset;
  const noun = columnNoun(drift.columns);
  if (computed === 0) {
    const all = plural(drift.columns.length, noun);
    return { rank: 'unknown', text: `None of the ${all} could be compared with the reference.` };
  }
  const all = plural(computed, noun);
  if (drifted === 0) return { rank: 'as before', text: `All ${all} look like the reference.` };
  const text =
    drifted === computed
      ? `None of the ${all} looks like the reference.`
      : `${drifted} of ${all} ${drifted === 1 ? 'differs' : 'differ'} from the reference.`;
  return { rank: 'drifted', text, details: whatDiffers(drift) };
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

function predictionNews({ prediction: { drift } }: WindowEvaluation): Finding {
  if (drift === null)
    return { rank: 'unknown', text: 'The predictions could not be compared with those on the reference.' };
  return drift.drifted
    ? { rank: 'predictions drifted', text: 'The predictions differ from those on the reference.' }
    : { rank: 'as before', text: 'The predictions are spread as on the reference.' };
}

/** Only when it is out of the ordinary: an estimate is weaker than what labels say. */
function estimateNews({ estimated }: WindowEvaluation): Finding[] {
  const f1 = estimated?.f1;
  if (!f1?.alert) return [];
  const text = `F1 is estimated at ${score(f1.value)} without labels, outside its usual range.`;
  return [{ rank: 'estimated worse', text }];
}

function qualityNews(
  report: ModelReport,
  feedbackRows: number,
  quality: ClassificationEvaluation | RegressionEvaluation,
): Finding {
  const rows = `over ${plural(feedbackRows, 'labelled prediction')}`;
  return quality.task === 'regression'
    ? errorNews(quality.meanAbsoluteError, rows, report.baseline)
    : f1News(report, quality, rows);
}

function errorNews(value: number | null, rows: string, baseline: number | null): Finding {
  const error = `mean absolute error is ${figure(value)} ${rows}; it was ${figure(baseline)} at registration.`;
  return value !== null && baseline !== null && value > baseline * (1 + WORSE_BY)
    ? { rank: 'worse', text: `The model has become worse: the ${error}` }
    : { rank: 'as before', text: `The ${error}` };
}

function f1News(report: ModelReport, quality: ClassificationEvaluation, rows: string): Finding {
  const { baseline } = report;
  const reason = scoreCoverage(quality, report).undefinedScores.f1;
  if (reason !== null) return { rank: 'unknown', text: `F1 is undefined ${rows}: ${reason}.` };
  const over = `${rows}${partOfClasses(report, quality)}`;
  const f1 = `F1 is ${score(quality.f1)} ${over}; it was ${orUndefined(baseline)} at registration.`;
  return quality.f1 !== null && baseline !== null && quality.f1 < baseline * (1 - WORSE_BY)
    ? { rank: 'worse', text: `The model has become worse: ${f1}` }
    : { rank: 'as before', text: f1 };
}
