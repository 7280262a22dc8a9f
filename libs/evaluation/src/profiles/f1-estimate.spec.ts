import { describe, expect, test } from '@jest/globals';
import { type Average, averageScores, ConfusionCounts } from '../quality/index.js';
import { estimateF1 } from './f1-estimate.js';
import type { ColumnProfile, EstimatorProfile, ReferenceProfile } from './reference-profile.js';

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
    realised: (average: Average) => averageScores(counts, { average, positiveClass: 'odd' }).f1!,
  };
}

describe('F1 without labels', () => {
  const predictedParities = ['odd', 'even', 'even', 'even'];
  const ofParities = windowOf(parities, ['odd', 'odd', 'even', 'even'], predictedParities);
  const ofMoods = windowOf(moods, ['happy', 'sad', 'sad', 'neutral'], ['happy', 'happy', 'sad', 'neutral']);

  test.each(['binary', 'macro', 'micro', 'weighted'] as const)(
    'of two classes equals the %s F1 of certain labels',
    (average) => {
      const { window, realised } = ofParities;
      expect(estimateF1(parity, average, window)?.value).toBeCloseTo(realised(average), 12);
    },
  );

  test.each(['macro', 'micro', 'weighted'] as const)(
    'of three classes equals the %s F1 of certain labels',
    (average) => {
      const { window, realised } = ofMoods;
      expect(estimateF1(mood, average, window)?.value).toBeCloseTo(realised(average), 12);
    },
  );

  test('is absent without an estimator, probabilities or rows, and where F1 is undefined', () => {
    const { window } = ofMoods;
    expect(estimateF1(profileOf(moods, null), 'micro', window)).toBeNull();
    expect(estimateF1(mood, 'micro', { ...window, probabilities: null })).toBeNull();
    expect(estimateF1(mood, 'weighted', { predictions: [], probabilities: [] })).toBeNull();
    const even = windowOf(parities, ['even', 'even'], ['even', 'even']);
    expect(estimateF1(parity, 'binary', even.window)).toBeNull();
  });

  test.each([
    ['below', 0.95, true],
    ['above', 0.1, false],
  ])('%s its usual range is an alert: %p', (_where, value, alert) => {
    const f1 = { macro: { value, errorOfOne: 0.01 } };
    const { window } = ofParities;
    const band = estimateF1(profileOf(parities, { ...parity.estimator!, f1 }), 'macro', window);
    expect(band?.alert).toBe(alert);
    // Four rows in the window and 300 in the reference.
    expect(band?.threshold?.lower).toBeCloseTo(value - 3 * 0.01 * Math.sqrt(1 / 4 + 1 / 300), 12);
  });
});
