import type {
  ClassificationEvaluation,
  MultilabelEvaluation,
  QualityEvaluation,
  RegressionEvaluation,
} from '../../quality/index.js';
import type { ModelEvaluation } from '../../evaluation/index.js';
import { f1WithoutLabels } from '../../verdict/index.js';
import { calibrationPlot, qualityOverTime } from '../plots/index.js';
import {
  classTable,
  confusionMatrix,
  errorEstimateTable,
  estimateTable,
  FEW_CLASSES,
  labelEstimateTable,
  labelTable,
  targetTable,
} from '../tables/index.js';
import { figure, percent, plural, score } from '../../words/index.js';
import { type Content, html, type Html, type ModelReport, scoreNotes } from '../text/index.js';
import { missingQuality, notice, section } from './section.js';

/** The quality of the model over time and now, and the classes it confuses. */
export function qualitySection(report: ModelReport): Html {
  const { evaluation } = report;
  const curve = qualityOverTime(report);
  return section('quality', 'Quality', [
    curve && html`<div class="card">${curve}</div>`,
    evaluation && estimates(report, evaluation),
    evaluation?.drift?.estimatedErrors &&
      card('Estimated without labels', [
        (evaluation.estimatedError?.notes ?? []).map((note) => html`<p class="note">${note}.</p>`),
        errorEstimateTable(evaluation.drift.estimatedErrors),
      ]),
    !isEstimable(report) &&
      html`<p class="note">
        Quality is not estimated without labels: that needs probabilities of classes or labels, or a
        regression, and a reference with labels.
      </p>`,
    evaluation &&
      (evaluation.quality === null
        ? notice(missingQuality(evaluation))
        : current(report, evaluation.quality)),
  ]);
}

/** Without estimates, the warnings say why. */
function estimates(report: ModelReport, evaluation: ModelEvaluation): Html | false {
  const { drift, estimateWarnings = [] } = evaluation;
  const warnings = estimateWarnings.map((warning) => html`<p class="note">${warning}.</p>`);
  const f1 = f1WithoutLabels(evaluation, report);
  const table =
    (drift?.estimated && estimateTable(report, drift.estimated, f1)) ??
    (drift?.estimatedLabels && labelEstimateTable(report, drift.estimatedLabels, f1));
  return (table || warnings.length > 0) && card('Estimated without labels', [warnings, table]);
}

/** The estimate is made from the probabilities of classes and labels, or from the errors of a regression on its reference. */
function isEstimable({ task, evaluation }: ModelReport): boolean {
  const { estimatedErrors, estimatedLabels } = evaluation?.drift ?? {};
  return task === 'binary' || task === 'multiclass' || Boolean(estimatedErrors ?? estimatedLabels);
}

function current(report: ModelReport, quality: QualityEvaluation): Html {
  switch (quality.task) {
    case 'regression':
      return quality.targets === undefined ? regression(quality) : targets(quality, quality.targets);
    case 'multilabel':
      return multilabel(report, quality);
    case 'binary':
    case 'multiclass':
    case 'anomaly':
      return classification(report, quality);
  }
}

function multilabel({ average }: ModelReport, quality: MultilabelEvaluation): Html {
  const scores = [
    [`F1 (${average})`, score(quality.f1)],
    [`Precision (${average})`, score(quality.precision)],
    [`Recall (${average})`, score(quality.recall)],
    ['Subset accuracy', score(quality.subsetAccuracy)],
    ['Hamming loss', score(quality.hammingLoss)],
  ] as const;
  return html`${scoreList(scores)}${card('By label', labelTable(quality))}`;
}

function classification(report: ModelReport, quality: ClassificationEvaluation): Html {
  const { average, positiveClass } = report;
  const { probabilities, f1, precision, recall, accuracy, balancedAccuracy, matthewsCorrelation } = quality;
  const scores = [
    [`F1 (${average})`, score(f1)],
    [`Precision (${average})`, score(precision)],
    [`Recall (${average})`, score(recall)],
    ['Accuracy', score(accuracy)],
    ['Balanced accuracy', score(balancedAccuracy)],
    ['Matthews correlation', score(matthewsCorrelation)],
    ...(probabilities === null
      ? []
      : ([
          ['ROC AUC', score(probabilities.rocAuc)],
          ['Log loss', figure(probabilities.logLoss)],
          ['Brier score', figure(probabilities.brier)],
          ['Calibration error', percent(probabilities.expectedCalibrationError)],
        ] as const)),
  ] as const;
  return html`${scoreList(scores)}${scoreNotes(report, quality)}${details(quality, positiveClass)}`;
}

/** A small matrix is above the table of classes, a large one has the whole width. */
function details(quality: ClassificationEvaluation, positiveClass: string | null): Html {
  const matrix = card('Confusion matrix', confusionMatrix(quality));
  const classes = card('By class', classTable(quality));
  const calibration = calibrationCard(quality, positiveClass);
  return quality.classes.length > FEW_CLASSES
    ? html`${matrix}
        <div class="halves">${classes}${calibration}</div>`
    : html`<div class="halves">
        <div class="stack">${matrix}${classes}</div>
        ${calibration}
      </div>`;
}

function calibrationCard(
  { probabilities }: ClassificationEvaluation,
  positiveClass: string | null,
): Html | false {
  if (probabilities === null || probabilities.calibration.length === 0) return false;
  const outcome = positiveClass === null ? 'the predicted class was right' : `the class was ${positiveClass}`;
  return card('Calibration', [
    html`<p class="note">
      Over ${plural(probabilities.rows, 'labelled prediction')} whose probabilities are in the log.
    </p>`,
    calibrationPlot(probabilities.calibration, outcome),
  ]);
}

function card(title: string, content: Content): Html {
  return html`<div class="card">
    <h3>${title}</h3>
    ${content}
  </div>`;
}

function regression(quality: RegressionEvaluation): Html {
  return scoreList([
    ['Mean absolute error', figure(quality.meanAbsoluteError)],
    ['Root mean squared error', figure(quality.rootMeanSquaredError)],
    ['Mean error', figure(quality.meanError)],
    ['Mean absolute percentage error', percent(quality.meanAbsolutePercentageError)],
    ['R²', score(quality.r2)],
    ['Largest error', figure(quality.maximumError)],
  ]);
}

/** The errors of several targets; the scores of the model are means over them. */
function targets(quality: RegressionEvaluation, all: NonNullable<RegressionEvaluation['targets']>): Html {
  const scores = [
    ['Mean absolute error', figure(quality.meanAbsoluteError)],
    ['Root mean squared error', figure(quality.rootMeanSquaredError)],
    ['R²', score(quality.r2)],
  ] as const;
  return html`${scoreList(scores)}${card('By target', targetTable(all))}`;
}

function scoreList(scores: readonly (readonly [string, string])[]): Html {
  return html`<dl class="scores card">
    ${scores.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}
