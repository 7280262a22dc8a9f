import {
  accuracy,
  averagePrecision,
  averageScores,
  balancedAccuracy,
  brierScore,
  categoryChange,
  classScores,
  columnQuantile,
  ConfusionMatrix,
  countInList,
  countInRange,
  datasetQuality,
  expectedCalibrationError,
  logLoss,
  macroRocAuc,
  matthewsCorrelation,
  mostProbable,
  MultiLabelCounts,
  numericColumnQuality,
  precisionRecallAuc,
  rates,
  regressionQuality,
  rocAuc,
  scoresByLabel,
  topKThreshold,
  windowScores,
} from '@plumbline/evaluation';
import { decode, tableColumn } from './wire.js';

const AVERAGES = ['macro', 'micro', 'weighted'];

/** The values the library has for a case of the group labels. */
export function labelResults({ classes, actual, predicted }) {
  const matrix = matrixOf(classes, decode(actual), decode(predicted));
  return {
    accuracy: accuracy(matrix),
    ...Object.fromEntries(
      AVERAGES.map((average) => [`${average} scores`, averageScores(matrix, { average })]),
    ),
    'scores by class': scoresByClass(matrix),
    'classes covered': averageScores(matrix, { average: 'macro' }).coveredClasses,
    'confusion matrix': matrix.table(),
    MCC: matthewsCorrelation(matrix),
    'balanced accuracy': balancedAccuracy(matrix),
    'Evidently scores': evidentlyScores(matrix, classes[0], {}),
    'Evidently scores by label': scoresByLabel(matrix),
  };
}

/** Columns, as scikit-learn gives them; NaN stands for what is undefined. */
function scoresByClass(matrix) {
  const scores = matrix.classes.map((name) => classScores(matrix.of(name)));
  const column = (name) => scores.map((one) => one[name] ?? NaN);
  return { precision: column('precision'), recall: column('recall'), f1: column('f1') };
}

/** The values the library has for a case of the group probabilities. */
export function probabilityResults(found) {
  const { classes } = found;
  const [actual, probabilities] = [decode(found.actual), decode(found.probabilities)];
  const count = classes.length;
  const predicted = Array.from(decided(probabilities, count), (index) => classes[index]);
  const names = Array.from(actual, (index) => classes[index]);
  const positive = actual.map((index) => (index === 0 ? 1 : 0));
  const scores = actual.map((_, row) => probabilities[row * count]);
  const top = mostProbable(probabilities, count);
  const confidences = actual.map((_, row) => probabilities[row * count + top[row]]);
  const right = actual.map((index, row) => (index === top[row] ? 1 : 0));
  const loss = logLoss(actual, probabilities, count);
  const auc = macroRocAuc(actual, probabilities, count);
  return {
    'Evidently scores': evidentlyScores(matrixOf(classes, names, predicted), classes[0], {
      fromProbabilities: true,
      roc_auc: auc,
      log_loss: loss,
    }),
    'ROC AUC': rocAuc(positive, scores),
    'macro ROC AUC': auc,
    'average precision': averagePrecision(positive, scores),
    'PR AUC': precisionRecallAuc(positive, scores),
    'log loss': loss,
    'log loss of the given': loss,
    'Brier score': brierScore(actual, probabilities, count),
    ECE: expectedCalibrationError(confidences, right),
    'ECE of a class': expectedCalibrationError(scores, positive),
    'top-k threshold': topKThreshold(scores, found.k),
  };
}

/** Evidently decides between two classes at 0.5 for the positive one, among more by the largest probability. */
function decided(probabilities, count) {
  if (count > 2) return mostProbable(probabilities, count);
  return Array.from({ length: probabilities.length / 2 }, (_, row) =>
    probabilities[row * 2] >= 0.5 ? 0 : 1,
  );
}

function matrixOf(classes, actual, predicted) {
  const matrix = new ConfusionMatrix(classes);
  actual.forEach((name, row) => matrix.add(name, predicted[row]));
  return matrix;
}

function evidentlyScores(matrix, positiveClass, { fromProbabilities = false, ...others }) {
  try {
    const scores = windowScores(matrix, { mode: 'evidently', positiveClass, fromProbabilities });
    const { truePositiveRate, trueNegativeRate, falsePositiveRate, falseNegativeRate } = rates(
      matrix,
      positiveClass,
    );
    return {
      ...scores,
      accuracy: accuracy(matrix),
      tpr: truePositiveRate,
      tnr: trueNegativeRate,
      fpr: falsePositiveRate,
      fnr: falseNegativeRate,
      ...others,
    };
  } catch (error) {
    if (error instanceof RangeError) return { error: error.message };
    throw error;
  }
}

/** The values the library has for a case of the group multi-label. */
export function multiLabelResults(found) {
  const [actual, predicted] = [decode(found.actual), decode(found.predicted)];
  const counts = new MultiLabelCounts(Array.from({ length: found.labels }, (_, index) => `label ${index}`));
  for (let start = 0; start < actual.length; start += found.labels) {
    counts.add(actual.subarray(start, start + found.labels), predicted.subarray(start, start + found.labels));
  }
  const scores = [...AVERAGES, 'samples'].map((name) => [`multi-label ${name} scores`, counts.scores(name)]);
  return {
    ...Object.fromEntries(scores),
    'multi-label exact share': counts.exactShare,
    'Hamming loss': counts.hammingLoss,
  };
}

/** The values the library has for a case of the group regression. */
export function regressionResults(found) {
  const [actual, predicted] = [decode(found.actual), decode(found.predicted)];
  const robust = regressionQuality(actual, predicted);
  return {
    RMSE: robust.rootMeanSquaredError,
    MAE: robust.meanAbsoluteError,
    'max error': robust.maxError,
    R2: robust.r2,
    'Evidently errors, current': evidentlyErrors(regressionQuality(actual, predicted, { mode: 'evidently' })),
    'Evidently errors, reference': evidentlyErrors(
      regressionQuality(actual, predicted, { mode: 'evidently', nearZero: 'drop' }),
    ),
    'robust MAPE': {
      mape: robust.meanAbsolutePercentageError,
      mapeDeviation: robust.percentageErrorDeviation,
    },
  };
}

function evidentlyErrors(quality) {
  return {
    mean_error: quality.meanError,
    mean_abs_error: quality.meanAbsoluteError,
    mean_abs_perc_error: quality.meanAbsolutePercentageError,
    abs_error_max: quality.maxError,
    error_std: quality.errorDeviation,
    abs_error_std: quality.absoluteErrorDeviation,
    abs_perc_error_std: quality.percentageErrorDeviation,
  };
}

/** The values the library has for a case of the group data quality. */
export function dataQualityResults(found) {
  const values = decode(found.values);
  const [low, high] = decode(found.range);
  const [reference, current] = [decode(found.reference), decode(found.current)];
  const table = Object.entries(found.table).map(([name, column]) => [name, tableColumn(column)]);
  return {
    'column quality': { ...numericColumnQuality(values), quantile: columnQuantile(values, 0.85) },
    'count in range': countInRange(values, low, high),
    'category change': categoryChange(reference, current),
    'count in list': countInList(current, found.list),
    'dataset quality': datasetQuality(Object.fromEntries(table), 'evidently'),
  };
}
