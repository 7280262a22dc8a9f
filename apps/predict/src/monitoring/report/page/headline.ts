import type { WindowEvaluation } from '@plumbline/evaluation';
import {
  type ClassificationEvaluation,
  type MultilabelEvaluation,
  type QualityEvaluation,
  scoreCoverage,
} from '../../quality/index.js';
import {
  columnNoun,
  columnTitle,
  figure,
  html,
  type Html,
  type ModelReport,
  orUndefined,
  partOfClasses,
  plural,
  score,
  worstFirst,
} from '../text/index.js';

const MAX_NAMED = 4;
/** The relative loss from which quality counts as degraded, as in the alert ModelF1BelowRegistered. */
const DEGRADED_BY = 0.1;

/** The order of findings. */
const RANKS = [
  'degraded',
  'estimated degraded',
  'drifted',
  'predictions drifted',
  'unknown',
  'unchanged',
] as const;

interface Finding {
  readonly rank: (typeof RANKS)[number];
  readonly text: string;
  readonly details?: Html | false;
}

/** A summary of the report in a few sentences, the worst finding first and largest. */
export function headline(report: ModelReport): Html {
  const [first, ...rest] = findings(report).sort(
    (one, other) => RANKS.indexOf(one.rank) - RANKS.indexOf(other.rank),
  );
  if (first === undefined) return html``;
  const items = [first.details, ...rest.flatMap(({ text, details }) => [html`<li>${text}</li>`, details])];
  const list = items.filter((item) => item !== undefined && item !== false);
  return html`<p class="headline">${first.text}</p>
    ${
      list.length > 0 &&
      html`<ul class="news">
        ${list}
      </ul>`
    }`;
}

function findings(report: ModelReport): Finding[] {
  const { evaluation } = report;
  if (evaluation === null) return [];
  const { drift, quality, feedback } = evaluation;
  return [
    ...(drift === null ? [] : [featureFinding(drift), predictionFinding(drift), ...estimateFindings(drift)]),
    ...(quality === null ? [] : [qualityFinding(report, feedback.rows, quality)]),
  ];
}

/** `1 of 13 features has drifted from the reference.` */
function featureFinding(drift: WindowEvaluation): Finding {
  const { computed, drifted } = drift.dataset;
  const noun = columnNoun(drift.columns);
  if (computed === 0) {
    const all = plural(drift.columns.length, noun);
    return { rank: 'unknown', text: `None of the ${all} could be compared with the reference.` };
  }
  const all = plural(computed, noun);
  if (drifted === 0) return { rank: 'unchanged', text: `None of the ${all} has drifted from the reference.` };
  const text =
    drifted === computed
      ? `All ${all} have drifted from the reference.`
      : `${drifted} of ${all} ${drifted === 1 ? 'has' : 'have'} drifted from the reference.`;
  return { rank: 'drifted', text, details: driftedColumns(drift) };
}

function driftedColumns({ columns, dataset: { drifted } }: WindowEvaluation): Html | false {
  if (drifted === 0) return false;
  const named = worstFirst(columns)
    .filter(({ drift }) => drift?.drifted)
    .slice(0, MAX_NAMED);
  const names = named.map(
    (column, index) => html`${index > 0 && ', '}<strong><bdi>${columnTitle(column)}</bdi></strong>`,
  );
  const rest = drifted - named.length;
  return html`<li>
    ${drifted === 1 ? 'Drifted' : 'Drifted, the most severe first'}:
    ${names}${rest > 0 && ` and ${plural(rest, 'other')}`}.
  </li>`;
}

function predictionFinding({ prediction: { drift } }: WindowEvaluation): Finding {
  if (drift === null)
    return { rank: 'unknown', text: 'The predictions could not be compared with the reference.' };
  return drift.drifted
    ? { rank: 'predictions drifted', text: 'The predictions have drifted from the reference.' }
    : { rank: 'unchanged', text: 'The predictions have not drifted from the reference.' };
}

/** Only when it is outside its range: an estimate is weaker evidence than labels. */
function estimateFindings({ estimated }: WindowEvaluation): Finding[] {
  const f1 = estimated?.f1;
  if (!f1?.alert) return [];
  const text = `F1 is estimated at ${score(f1.value)} without labels, outside its usual range.`;
  return [{ rank: 'estimated degraded', text }];
}

function qualityFinding(report: ModelReport, feedbackRows: number, quality: QualityEvaluation): Finding {
  const rows = `over ${plural(feedbackRows, 'labelled prediction')}`;
  return quality.task === 'regression'
    ? errorFinding(quality.meanAbsoluteError, rows, report.baseline)
    : f1Finding(report, quality, rows);
}

function errorFinding(value: number | null, rows: string, baseline: number | null): Finding {
  const error = `mean absolute error is ${figure(value)} ${rows}; it was ${figure(baseline)} at registration.`;
  return value !== null && baseline !== null && value > baseline * (1 + DEGRADED_BY)
    ? { rank: 'degraded', text: `The model has degraded: the ${error}` }
    : { rank: 'unchanged', text: `The ${error}` };
}

function f1Finding(
  report: ModelReport,
  quality: ClassificationEvaluation | MultilabelEvaluation,
  rows: string,
): Finding {
  const { baseline } = report;
  const reason = scoreCoverage(quality, report).undefinedScores.f1;
  if (reason !== null) return { rank: 'unknown', text: `F1 is undefined ${rows}: ${reason}.` };
  const over = `${rows}${partOfClasses(report, quality)}`;
  const f1 = `F1 is ${score(quality.f1)} ${over}; it was ${orUndefined(baseline)} at registration.`;
  return quality.f1 !== null && baseline !== null && quality.f1 < baseline * (1 - DEGRADED_BY)
    ? { rank: 'degraded', text: `The model has degraded: ${f1}` }
    : { rank: 'unchanged', text: f1 };
}
