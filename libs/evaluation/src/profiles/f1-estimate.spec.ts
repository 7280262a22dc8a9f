import { describe, expect, test } from '@jest/globals';
import { type Average, averageScores, ConfusionCounts } from '../quality/index.js';
import { estimateF1 } from './f1-estimate.js';
import type { ColumnProfile, EstimatorProfile, ReferenceProfile } from './reference-profile.js';

const estimate = (value: number) => ({ value, lower: value - 0.1, upper: value + 0.1 });
const absent = { value: null, lower: null, upper: null };
const estimated = {
  f1: estimate(0.6),
  accuracy: estimate(0.7),
  rocAuc: absent,
  averagePrecision: absent,
  precision: absent,
  recall: absent,
  specificity: absent,
};
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

function profileOf(classes: readonly string[], estimator: EstimatorProfile | null): ReferenceProfile {
  const prediction: ColumnProfile = {
    name: 'prediction',
    feature: 'prediction',
    descriptor: null,
    kind: 'categorical',
    method: 'chisquare',
    threshold: 0.05,
    noise: { lower: 0, upper: 1 },
    rows: 300,
    categories: [],
    counts: [],
  };
  return {
    rows: 300,
    columns: [],
    prediction,
    vocabularies: {},
    classes,
    estimator,
    reconstruction: null,
  };
}

const parities = ['even', 'odd'];
const moods = ['happy', 'sad', 'neutral'];
const parity = profileOf(parities, { task: 'binary', positiveClass: 'odd', curve: null, metrics });
const mood = profileOf(moods, { task: 'multiclass', curves: [null, null, null], metrics });

/** Labels of a window, and probabilities that are certain of them. */
function windowOf(classes: readonly string[], actual: readonly string[], predictions: readonly string[]) {
  const counts = new ConfusionCounts([...classes]);
  actual.forEach((label, row) => counts.add(label, predictions[row]!));
  return {
    window: {
      predictions,
      probabilities: actual.flatMap((label) => classes.map((name) => Number(name === label))),
    },
    realised: (average: Average) => averageScores(counts, { average }).f1!,
  };
}

describe('F1 without labels', () => {
  test.each(['weighted', 'macro'] as const)('of two classes is the %s mean of both', (average) => {
    const predicted = ['odd', 'even', 'even', 'even'];
    const { window, realised } = windowOf(parities, ['odd', 'odd', 'even', 'even'], predicted);
    expect(estimateF1(parity, average, window, estimated)?.value).toBeCloseTo(realised(average), 12);
  });

  test('of three classes is weighted like the realised F1', () => {
    const predicted = ['happy', 'happy', 'sad', 'neutral'];
    const { window, realised } = windowOf(moods, ['happy', 'sad', 'sad', 'neutral'], predicted);
    expect(estimateF1(mood, 'weighted', window, estimated)?.value).toBeCloseTo(realised('weighted'), 12);
  });

  test.each([
    ['the positive class', parity, 'binary', 0.6],
    ['the plain mean over several classes', mood, 'macro', 0.6],
    ['the micro average, which is accuracy', mood, 'micro', 0.7],
  ] as const)('is the estimate of the window for %s', (_title, profile, average, value) => {
    const window = { predictions: [], probabilities: [] };
    expect(estimateF1(profile, average, window, estimated)).toEqual(estimate(value));
  });

  test('is absent without an estimator, without probabilities, and where F1 is undefined', () => {
    const window = { predictions: [], probabilities: [] };
    expect(estimateF1(profileOf(moods, null), 'micro', window, estimated)).toBeNull();
    expect(estimateF1(mood, 'micro', { ...window, probabilities: null }, estimated)).toBeNull();
    expect(estimateF1(parity, 'binary', window, { ...estimated, f1: absent })).toBeNull();
    expect(estimateF1(mood, 'weighted', window, estimated)).toBeNull();
  });
});
