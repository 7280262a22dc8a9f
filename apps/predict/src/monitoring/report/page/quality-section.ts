import type { ClassificationEvaluation, RegressionEvaluation } from '../../quality/index.js';
import { calibrationPlot, qualityOverTime } from '../plots/index.js';
import { classTable, confusionMatrix, estimateTable, FEW_CLASSES } from '../tables/index.js';
import {
  type Content,
  figure,
  html,
  type Html,
  type ModelReport,
  percent,
  plural,
  score,
  scoreNotes,
} from '../text/index.js';
import { missingQuality, notice, section } from './section.js';

/** The quality of the model over time and now, and the classes it confuses. */
export function qualitySection(report: ModelReport): Html {
  const { evaluation } = report;
  const curve = qualityOverTime(report);
  return section('quality', 'Quality', [
    curve && html`<div class="card">${curve}</div>`,
    evaluation?.drift?.estimated &&
      card('Estimated without labels', [
        (evaluation.estimateWarnings ?? []).map((warning) => html`<p class="note">${warning}.</p>`),
        estimateTable(evaluation.drift.estimated, report.task),
      ]),
    evaluation &&
      (evaluation.quality === null
        ? notice(missingQuality(evaluation))
        : current(report, evaluation.quality)),
  ]);
}

function current(report: ModelReport, quality: ClassificationEvaluation | RegressionEvaluation): Html {
  return quality.task === 'regression' ? regression(quality) : classification(report, quality);
}

function classification(report: ModelReport, quality: ClassificationEvaluation): Html {
  const { average, positiveClass } = report;
  const { probabilities, f1, precision, recall, accuracy, balancedAccuracy, matthewsCorrelation } = quality;
  const scores = [
    [`F1 (${average})`, score(f1)],
    ['Precision', score(precision)],
    ['Recall', score(recall)],
    ['Accuracy', score(accuracy)],
    ['Balanced accuracy', score(balancedAccuracy)],
    ['Matthews correlation', score(matthewsCorrelation)],
    ['ROC AUC', score(probabilities?.rocAuc)],
    ['Log loss', figure(probabilities?.logLoss)],
    ['Brier score', figure(probabilities?.brier)],
    ['Calibration error', percent(probabilities?.expectedCalibrationError)],
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
