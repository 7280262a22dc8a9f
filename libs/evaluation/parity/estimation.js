import {
  Adwin,
  benjaminiHochberg,
  calibrated,
  Ddm,
  estimateBinary,
  estimateLoss,
  estimateMulticlass,
  fitBinaryEstimator,
  fitIsotonic,
  fitLossEstimator,
  fitMulticlassEstimator,
  fitReconstruction,
  noiseThreshold,
  PageHinkley,
  reconstructionError,
} from '@plumbline/evaluation';
import { decode } from './wire.js';

/** The values the library has for a case of the group isotonic. */
export function isotonicResults(found) {
  const curve = fitIsotonic(decode(found.scores), decode(found.outcomes));
  return { 'isotonic calibration': Array.from(decode(found.asked), (score) => calibrated(curve, score)) };
}

/** The values the library has for a case of the group CBPE binary. */
export function binaryResults({ reference, current }) {
  const estimator = fitBinaryEstimator({
    scores: decode(reference.score),
    predicted: decode(reference.predicted),
    actual: decode(reference.actual),
  });
  return {
    'CBPE binary': estimateBinary(estimator, decode(current.score), decode(current.predicted)),
    'needs calibration': estimator.curve !== null,
  };
}

/** The values the library has for a case of the group CBPE multiclass. */
export function multiclassResults({ classes, reference, current }) {
  const estimator = fitMulticlassEstimator({
    classes,
    probabilities: decode(reference.probabilities),
    predicted: decode(reference.predicted),
    actual: decode(reference.actual),
  });
  const estimates = estimateMulticlass(estimator, decode(current.probabilities), decode(current.predicted));
  return { 'CBPE multiclass': estimates };
}

/** The values the library has for a case of the group DLE. */
export function lossResults({ actual, predicted, losses, expected }) {
  const estimator = fitLossEstimator(decode(actual), decode(predicted));
  return Object.fromEntries(
    Object.keys(expected).map((name) => [
      name,
      estimateLoss(estimator, name.replace('DLE ', ''), decode(losses)),
    ]),
  );
}

/** The values the library has for a case of the group reconstruction. */
export function reconstructionResults({ reference, current }) {
  const profile = fitReconstruction(tableOf(reference));
  return { 'reconstruction error': reconstructionError(profile, tableOf(current)) };
}

function tableOf(columns) {
  return Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      { kind: column.type === 'category' ? 'categorical' : 'numerical', values: decode(column) },
    ]),
  );
}

/** The values the library has for a case of the group thresholds. */
export function thresholdResults({ values, p }) {
  return {
    'noise threshold': noiseThreshold(decode(values)),
    'Benjamini-Hochberg': benjaminiHochberg(Array.from(decode(p))).map(({ adjusted }) => adjusted),
  };
}

/** The values the library has for a case of the group detectors. */
export function detectorResults({ errors, values }) {
  const stream = decode(values);
  const adwin = new Adwin();
  const settings = { tolerance: 0.1, threshold: 20 };
  return {
    DDM: drifts(new Ddm(), decode(errors)),
    'Page-Hinkley': Object.fromEntries(
      ['up', 'down', 'both'].map((direction) => [
        direction,
        drifts(new PageHinkley({ ...settings, direction }), stream),
      ]),
    ),
    ADWIN: { drifts: drifts(adwin, stream), window: adwin.window },
  };
}

function drifts(detector, values) {
  return Array.from(values, (value, index) => (detector.update(value) === 'drift' ? index : -1)).filter(
    (index) => index >= 0,
  );
}
