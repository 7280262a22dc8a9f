import type { ColumnEvaluation, ColumnSummary, WindowEvaluation } from '@plumbline/evaluation';
import { distributionPlot, severityBar } from '../plots/index.js';
import { dataQualityTable, driftTable, flawedColumnsText, mostFlawedFirst } from '../tables/index.js';
import {
  baselineText,
  columnNoun,
  columnTitle,
  figure,
  percent,
  plural,
  score,
  tellsMissing,
  worstFirst,
} from '../../words/index.js';
import { alarm, calm, type FeatureNote, html, type Html, type ModelReport, verdict } from '../text/index.js';
import { section } from './section.js';

/** With more columns than this, those that did not drift are collapsed. */
const MAX_OPEN = 16;

/** The page shows so many columns, about a megabyte, and says how many it leaves out. */
const MAX_SHOWN = 80;

type DriftSectionsContent = Pick<
  WindowEvaluation,
  'columns' | 'omittedColumns' | 'reconstruction' | 'multivariate' | 'correlations'
>;

/**
 * How the window differs from what it is compared with: a table of the columns that have drifted most, then a plot of each.
 * @param against what that is, in words.
 */
export function driftSections(
  drift: DriftSectionsContent,
  { features }: Pick<ModelReport, 'features'>,
  against = baselineText(),
): Html {
  const ordered = worstFirst(drift.columns).slice(0, MAX_SHOWN);
  const cards = ordered.map((column, index) => columnCard(column, cardId(index), features[column.feature]));
  const open =
    ordered.length > MAX_OPEN ? ordered.filter((column) => column.drift?.drifted).length : ordered.length;
  const noun = columnNoun(drift.columns);
  return html` ${section(
    'drift',
    'Drift',
    html`<div class="card">${driftTable(ordered, cardId)}</div>
      ${omittedNote(drift)} ${jointPattern(drift, against)} ${toldApart(drift, against)}
      ${correlationNote(drift)}`,
    `Measured against ${against}. Severity has the same scale for all methods. 1 is the threshold, marked on each bar; above it, a column has drifted.`,
  )}
  ${section('distributions', 'Distributions', [
    legend(against),
    open > 0 && html`<div class="grid-of-cards">${cards.slice(0, open)}</div>`,
    open < cards.length &&
      html`<details class="folded">
        <summary>${plural(cards.length - open, `other ${noun}`)}</summary>
        <div class="grid-of-cards">${cards.slice(open)}</div>
      </details>`,
  ])}`;
}

/**
 * How the predictions differ from those that they are compared with: one column, or one for each label or target.
 * @param against what that is, in words.
 */
export function predictionSection(
  drift: WindowEvaluation,
  { task }: Pick<ModelReport, 'task'>,
  against: string,
): Html {
  const { prediction, predictions = [prediction] } = drift;
  const named = worstFirst(predictions)
    .slice(0, MAX_SHOWN)
    .map((column) => {
      const distribution = task === 'multilabel' ? ofLabel(column.distribution) : column.distribution;
      return { ...column, feature: column.descriptor ?? 'prediction', descriptor: null, distribution };
    });
  const table = html`<div class="card">${driftTable(named)}</div>
    ${leftOutNote(predictions.length - named.length, task === 'multilabel' ? 'label' : 'target')}
    ${embeddingNote(drift, against)}`;
  const pictures = named.map(
    ({ feature, distribution }, place) =>
      html`<div class="card picture">
        ${distributionPlot(place === 0 ? 'prediction-plot' : `prediction-plot-${place}`, feature, distribution)}
      </div>`,
  );
  return section('predictions', 'Predictions', [table, legend(against), ...pictures]);
}

const LABEL_BINS: Readonly<Record<string, string>> = { '0': 'absent', '1': 'present' };

/** The predictions of a label are 0 and 1. */
function ofLabel(distribution: ColumnEvaluation['distribution']): ColumnEvaluation['distribution'] {
  return { ...distribution, bins: distribution.bins.map((bin) => LABEL_BINS[bin] ?? bin) };
}

/** The values of the columns, except those that tell whether there is one. */
export function dataQualitySection({ columns }: Pick<WindowEvaluation, 'columns'>): Html {
  const own = columns.filter((column) => !tellsMissing(column));
  const shown = mostFlawedFirst(own).slice(0, MAX_SHOWN);
  const table = html`<div class="card">${dataQualityTable(shown)}</div>
    ${own.length > shown.length && html`<p class="note">Not shown: ${plural(own.length - shown.length, 'other column')}, with no more flaws than these.</p>`}`;
  return section('data-quality', 'Data quality', table, flawedColumnsText(own));
}

function cardId(place: number): string {
  return `column-${place}`;
}

/** One column: its description, its drift and its distribution. */
function columnCard(column: ColumnEvaluation, id: string, note?: FeatureNote): Html {
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
      <span class="muted">${summaryText(column.summary)}</span>
    </footer>
  </article>`;
}

function summaryText({ mean, standardDeviation, mostCommonShare }: ColumnSummary): string {
  if (mean !== null) return `now ${figure(mean)} ± ${figure(standardDeviation)}`;
  return mostCommonShare === null ? '' : `most common ${percent(mostCommonShare)}`;
}

/** The bars differ in shape as well as in colour. */
function legend(against: string): Html {
  return html`<p class="legend">
    <span
      ><svg class="swatch" viewBox="0 0 22 10" aria-hidden="true" focusable="false">
        <rect class="reference" width="20" height="9" x="1" y=".5" /></svg
      >${against.replace(/^the /, '')} (wide, outlined)</span
    ><span
      ><svg class="swatch" viewBox="0 0 22 10" aria-hidden="true" focusable="false">
        <rect class="current" width="8" height="10" x="7" /></svg
      >current (slim, filled)</span
    >
  </p>`;
}

function omittedNote({ columns, omittedColumns = 0 }: DriftSectionsContent): Html | false {
  return leftOutNote(omittedColumns + Math.max(0, columns.length - MAX_SHOWN), columnNoun(columns));
}

function leftOutNote(count: number, noun: string): Html | false {
  if (count <= 0) return false;
  return html`<p class="note">
    ${plural(count, `other ${noun}`)}, with less drift, ${count === 1 ? 'is' : 'are'} not shown. The counts
    above are of all.
  </p>`;
}

function embeddingNote({ embedding }: WindowEvaluation, against: string): Html | false {
  if (!embedding) return false;
  const { score, threshold, drifted } = embedding;
  return html`<p class="note joint">
    <strong>Embedding of the model</strong> ${drifted ? alarm('drifted') : calm('not drifted')} Fréchet
    distance between the vectors that the model computes for these rows and those of ${against}:
    <b>${figure(score)}</b>; threshold ${figure(threshold)}.
  </p>`;
}

function toldApart({ multivariate }: DriftSectionsContent, against: string): Html | false {
  if (!multivariate) return false;
  const { auc, lower, upper, threshold, drifted, clues } = multivariate;
  const names = clues.map(
    ({ columns, share }) => html`<bdi>${columns.join(' with ')}</bdi> (${percent(share)})`,
  );
  return html`<p class="note joint">
    <strong>Classifier</strong> ${drifted ? alarm('drifted') : calm('not drifted')} How well a classifier
    tells these rows from rows of ${against}, as area under the ROC curve:
    <b>${score(auc, 3)}</b> (${score(lower, 3)} to ${score(upper, 3)}); 0.5 is not at all, threshold
    ${score(threshold, 3)}.${drifted && html` It tells them by ${names.map((name, place) => html`${place > 0 && ', '}${name}`)}.`}
  </p>`;
}

/** The pairs that have changed; those that have not are in the JSON. */
function correlationNote({ correlations }: DriftSectionsContent): Html | false {
  if (!correlations || correlations.pairs === 0) return false;
  const { pairs, changed, surest } = correlations;
  const named = surest
    .filter((pair) => pair.changed)
    .map(
      ({ columns, reference, current }) =>
        html`<bdi>${columns.join(' with ')}</bdi> (${score(reference)} before, ${score(current)} now)`,
    );
  const rest = changed - named.length;
  return html`<p class="note joint">
    <strong>Correlations</strong> ${changed > 0 ? alarm('changed') : calm('not changed')} ${changed} of
    ${plural(pairs, 'pair')} of numeric columns
    ${changed > 0 && html`: ${named.map((name, place) => html`${place > 0 && ', '}${name}`)}`}${rest > 0 && html` and ${rest} more`}.
  </p>`;
}

function jointPattern({ reconstruction }: DriftSectionsContent, against: string): Html | false {
  if (reconstruction === null) return false;
  const { value, threshold, alert } = reconstruction;
  return html`<p class="note joint">
    <strong>All features together</strong> ${alert ? alarm('drifted') : calm('not drifted')} Error of
    reconstructing the rows from the joint pattern of ${against}:
    <b>${figure(value)}</b>${threshold.upper !== null && html`; threshold ${figure(threshold.upper)}`}.
  </p>`;
}
