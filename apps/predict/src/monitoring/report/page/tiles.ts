import type { WindowEvaluation } from '@plumbline/evaluation';
import type { ModelEvaluation } from '../../evaluation/index.js';
import { scoreCoverage } from '../../quality/index.js';
import { f1WithoutLabels } from '../../verdict/index.js';
import { columnNoun, count, figure, percent, plural, score, times } from '../../words/index.js';
import { alarm, calm, html, type Html, type ModelReport, orUndefined, partOfClasses } from '../text/index.js';

/** A number with its name, and what it is based on. */
export interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly finding?: Html;
}

/** The most important numbers. */
export function tiles(report: ModelReport): Html {
  const { evaluation } = report;
  if (evaluation === null) return html``;
  const { drift } = evaluation;
  const all = [
    drift && datasetTile(drift),
    drift && predictionTile(drift),
    qualityTile(report, evaluation),
    estimateTile(report, evaluation),
    errorEstimateTile(evaluation),
    drift && outsideTile(drift),
    windowTile(evaluation),
  ];
  return html`<dl class="tiles">${all.map((one) => one && tile(one))}</dl>`;
}

/** One number of a report. */
export function tile({ name, value, note, finding }: Tile): Html {
  return html`<div class="card tile">
    <dt>${name}</dt>
    <dd class="figure">${value}</dd>
    <dd class="muted">${note}</dd>
    ${finding && html`<dd>${finding}</dd>`}
  </div>`;
}

function datasetTile({ columns, dataset }: WindowEvaluation): Tile {
  const { drifted, computed, driftShare, datasetDrifted } = dataset;
  return {
    name: 'Data drift',
    value: `${drifted} of ${computed}`,
    note: `${columnNoun(columns)}s drifted; the data set drifts at ${percent(driftShare)}`,
    finding: datasetDrifted ? alarm('drifted') : calm('not drifted'),
  };
}

function predictionTile({ prediction: { drift } }: WindowEvaluation): Tile {
  return {
    name: 'Prediction drift',
    value: times(drift?.severity),
    note: drift === null ? 'no score' : `of the threshold (${drift.displayName})`,
    finding: drift === null ? undefined : drift.drifted ? alarm('drifted') : calm('not drifted'),
  };
}

function qualityTile(report: ModelReport, { quality, feedback }: ModelEvaluation): Tile {
  const { baseline } = report;
  if (quality?.task === 'regression') {
    return {
      name: 'Mean absolute error',
      value: figure(quality.meanAbsoluteError),
      note: `over ${plural(feedback.rows, 'labelled prediction')}; ${figure(baseline)} at registration`,
    };
  }
  const labelled = plural(feedback.rows, 'labelled prediction');
  if (quality === null) {
    const name = report.average === null ? 'Mean absolute error' : `F1 (${report.average})`;
    return { name, value: score(null), note: `${labelled} of at least ${count(feedback.minimum)}` };
  }
  const reason = scoreCoverage(quality, report).undefinedScores.f1;
  const basis =
    reason === null ? `over ${labelled}${partOfClasses(report, quality)}` : `undefined: ${reason}`;
  const note = `${basis}; ${orUndefined(baseline)} at registration`;
  return { name: `F1 (${report.average})`, value: score(quality.f1), note };
}

function estimateTile(report: ModelReport, evaluation: ModelEvaluation): Tile | undefined {
  const { estimatedF1, estimateWarnings = [] } = evaluation;
  if (estimatedF1 === null) return undefined;
  const { value, lower, upper } = estimatedF1;
  const { alert, threshold } = f1WithoutLabels(evaluation, report) ?? NO_RANGE;
  const calmly = threshold.lower === null ? undefined : calm('not below its usual range');
  const finding = alert ? alarm('below its usual range') : calmly;
  return {
    name: `F1 (${report.average}) without labels`,
    value: score(value),
    note: `estimated; ${score(lower)} to ${score(upper)}`,
    finding: estimateWarnings.length > 0 ? alarm('unreliable, see below') : finding,
  };
}

const NO_RANGE = { alert: false, threshold: { lower: null } };

function errorEstimateTile({ estimatedError, drift }: ModelEvaluation): Tile | undefined {
  const band = estimatedError?.meanAbsoluteError;
  if (band == null) return undefined;
  const isUnusual = drift?.estimatedErrors?.some((target) => target.meanAbsoluteError?.alert) ?? false;
  return {
    name: 'Error without labels',
    value: figure(band.value),
    note: `estimated mean absolute error; ${figure(band.lower)} to ${figure(band.upper)}`,
    finding: isUnusual ? alarm('outside its usual range') : calm('within its usual range'),
  };
}

function outsideTile({ outsideReference: [worst] = [] }: WindowEvaluation): Tile | undefined {
  if (worst === undefined) return undefined;
  return {
    name: 'Quality without labels',
    value: score(null),
    note: `${percent(worst.share)} of ${worst.name} is outside of the reference`,
    finding: alarm('not estimated'),
  };
}

function windowTile({ predictions }: ModelEvaluation): Tile {
  return {
    name: 'Window',
    value: count(predictions.rows),
    note: `predictions of at most ${count(predictions.size)}`,
  };
}
