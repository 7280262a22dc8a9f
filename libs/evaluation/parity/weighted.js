import {
  accuracy,
  averageFBeta,
  averagePrecision,
  averageScores,
  cohenKappa,
  ConfusionMatrix,
  fBeta,
  logLoss,
  matthewsCorrelation,
  pinballLoss,
  regressionQuality,
  rocAuc,
  topKAccuracy,
} from '@plumbline/evaluation';
import { decode } from './wire.js';

const AVERAGES = ['macro', 'micro', 'weighted'];

/** The values the library has for a case of the group weighted quality. */
export function weightedResults(found) {
  return { ...labels(found), ...ranked(found), ...numbers(found) };
}

function labels({ classes, beta, ...found }) {
  const [actual, predicted, weights] = [found.actual, found.predicted, found.weights].map(decode);
  const [plain, weighted] = [new ConfusionMatrix(classes), new ConfusionMatrix(classes)];
  actual.forEach((label, row) => {
    plain.add(classes[label], classes[predicted[row]]);
    weighted.add(classes[label], classes[predicted[row]], weights[row]);
  });
  const byAverage = (name, make) =>
    Object.fromEntries(AVERAGES.map((average) => [`${average} ${name}`, make({ average })]));
  return {
    kappa: cohenKappa(plain) ?? NaN,
    'weighted kappa': cohenKappa(weighted) ?? NaN,
    'weighted accuracy': accuracy(weighted),
    'weighted MCC': matthewsCorrelation(weighted),
    ...byAverage('scores, weights', (options) => averageScores(weighted, options)),
    ...byAverage('F-beta', (options) => averageFBeta(plain, beta, options)),
    'F-beta of a class': fBeta(plain.of(classes[0]), beta) ?? NaN,
  };
}

function ranked({ classes, k, ...found }) {
  const [actual, probabilities, weights] = [found.actual, found.probabilities, found.weights].map(decode);
  const count = classes.length;
  const positive = actual.map((label) => Number(label === 0));
  const scores = actual.map((_, row) => probabilities[row * count]);
  const coarse = probabilities.map((share) => Math.floor(share * 10));
  return {
    'top-k accuracy': topKAccuracy(actual, probabilities, count, k),
    'top-k accuracy with ties': topKAccuracy(actual, coarse, count, k),
    'weighted log loss': logLoss(actual, probabilities, count, weights),
    'weighted ROC AUC': rocAuc(positive, scores, weights),
    'weighted average precision': averagePrecision(positive, scores, weights),
  };
}

function numbers({ quantile, ...found }) {
  const [target, guess, weights] = [found.target, found.guess, found.weights].map(decode);
  const quality = regressionQuality(target, guess, { weights });
  return {
    'weighted RMSE': quality.rootMeanSquaredError,
    'weighted MAE': quality.meanAbsoluteError,
    'weighted R2': quality.r2,
    'weighted MAPE': quality.meanAbsolutePercentageError,
    'weighted error deviation': quality.errorDeviation,
    'pinball loss': pinballLoss(target, guess, quantile),
    'weighted pinball loss': pinballLoss(target, guess, quantile, weights),
  };
}
