import type { DriftBaseline, ModelEvaluation, WindowState } from '../../evaluation/index.js';
import { baselineText, count, duration, figure, moment } from '../../words/index.js';
import { html, type Html } from '../text/index.js';

/** The rows of the windows, the reference, and the time of the evaluation. */
export function windowFacts({
  predictions,
  feedback,
  profile,
  baseline,
  evaluatedAt,
  durationMs,
}: ModelEvaluation): Html {
  return html`<div class="thirds">
    ${factList('Predictions', [...stateFacts(predictions), ['Maximum age', duration(predictions.maxAgeS)]])}
    ${factList('Labelled predictions', stateFacts(feedback))}
    ${factList('Evaluation', [
      ['Evaluated', moment(evaluatedAt)],
      ['Duration', `${figure(durationMs)} ms`],
      ['Reference profile', profile === null ? 'none' : html`<code>${profile}</code>`],
      ...(baseline === undefined ? [] : [baselineFact(baseline)]),
    ])}
  </div>`;
}

/** A baseline of few predictions says why nothing could be compared. */
function baselineFact(baseline: DriftBaseline): Fact {
  const { rows, since, until, absent } = baseline;
  const times = since === null ? '' : `, ${moment(since)} to ${moment(until)}`;
  return ['Drift from', `${baselineText(baseline)} (${absent ?? `${count(rows)} rows`}${times})`];
}

type Fact = readonly [string, string | Html];

function stateFacts({ rows, minimum, size, from, to }: WindowState): Fact[] {
  return [
    ['Rows', `${count(rows)} of at most ${count(size)}`],
    ['Minimum', count(minimum)],
    ['From', moment(from)],
    ['To', moment(to)],
  ];
}

function factList(title: string, facts: readonly Fact[]): Html {
  return html`<div class="card">
    <h3>${title}</h3>
    <dl class="facts">
      ${facts.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>
  </div>`;
}
