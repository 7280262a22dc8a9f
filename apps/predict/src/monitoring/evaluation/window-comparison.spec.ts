import { describe, expect, test } from '@jest/globals';
import {
  type Average,
  averageScores,
  ConfusionCounts,
  type EstimatorProfile,
  type QualityEstimate,
  type WindowEvaluation,
} from '@plumbline/evaluation';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { type Manifest, manifestSchema } from '../../models/manifest/index.js';
import { estimatedF1 } from './window-comparison.js';

const toyManifest = (version: string) =>
  manifestSchema.parse(readVersionFile(toyModels, version, 'manifest.json'));
const [mood, parity, rent] = [toyManifest('mood/1'), toyManifest('parity/1'), toyManifest('rent/1')];

const estimate = (value: number): QualityEstimate => ({
  value,
  lower: value - 0.1,
  upper: value + 0.1,
  threshold: { lower: null, upper: null },
  alert: false,
});
const library = { f1: estimate(0.6), accuracy: estimate(0.7) } as NonNullable<WindowEvaluation['estimated']>;
const metric = { errorOfOne: 0, threshold: { lower: 0, upper: 1 } };
const metrics = {
  rocAuc: metric,
  averagePrecision: metric,
  accuracy: metric,
  precision: metric,
  recall: metric,
  specificity: metric,
  f1: metric,
};
const threeClasses: EstimatorProfile = { task: 'multiclass', curves: [null, null, null], metrics };
const twoClasses: EstimatorProfile = { task: 'binary', positiveClass: 'odd', curve: null, metrics };

const certain = (classes: readonly string[], actual: readonly string[]) =>
  actual.flatMap((label) => classes.map((name) => Number(name === label)));

function averaged(manifest: Manifest, f1_average: string): Manifest {
  return { ...manifest, f1_average } as Manifest;
}

function realised(manifest: Manifest, actual: readonly string[], predicted: readonly string[]) {
  const counts = new ConfusionCounts(manifest.classes!);
  actual.forEach((label, row) => counts.add(label, predicted[row]!));
  return averageScores(counts, { average: manifest.f1_average as Average }).f1!;
}

describe('F1 without labels', () => {
  const moods = {
    actual: ['happy', 'sad', 'sad', 'neutral'],
    predictions: ['happy', 'happy', 'sad', 'neutral'],
  };
  const parities = { actual: ['odd', 'odd', 'even', 'even'], predictions: ['odd', 'even', 'even', 'even'] };

  test.each(['weighted', 'macro'])('of two classes is the %s mean of both', (average) => {
    const manifest = averaged(parity, average);
    const { actual, predictions } = parities;
    const scored = { predictions, probabilities: certain(parity.classes!, actual), referenceRows: 300 };
    const band = estimatedF1(manifest, twoClasses, library, scored);
    expect(band?.value).toBeCloseTo(realised(manifest, actual, predictions), 12);
  });

  test('of three classes is weighted like the realised F1', () => {
    const manifest = averaged(mood, 'weighted');
    const { actual, predictions } = moods;
    const scored = { predictions, probabilities: certain(mood.classes!, actual), referenceRows: 300 };
    const band = estimatedF1(manifest, threeClasses, library, scored);
    expect(band?.value).toBeCloseTo(realised(manifest, actual, predictions), 12);
  });

  test.each([
    ['the positive class', averaged(parity, 'binary'), 0.6],
    ['the plain mean over several classes', averaged(mood, 'macro'), 0.6],
    ['the micro average, which is accuracy', averaged(mood, 'micro'), 0.7],
  ])('is the estimate of the library for %s', (_title, manifest, value) => {
    const scored = { predictions: [], probabilities: [], referenceRows: 300 };
    const band = estimatedF1(manifest, threeClasses, library, scored);
    expect(band).toEqual({ value, lower: value - 0.1, upper: value + 0.1 });
  });

  test('is unknown for a regression, and when the library has no estimate', () => {
    const scored = { predictions: [], probabilities: [], referenceRows: 300 };
    const unknown = { ...library, f1: { ...library.f1, value: null } };
    expect(estimatedF1(rent, threeClasses, library, scored)).toBeNull();
    expect(estimatedF1(averaged(parity, 'binary'), twoClasses, unknown, scored)).toBeNull();
    expect(estimatedF1(averaged(mood, 'weighted'), threeClasses, library, scored)).toBeNull();
  });
});
