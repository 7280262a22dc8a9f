import { describe, expect, test } from '@jest/globals';
import { averageScores, ConfusionCounts } from '../quality/index.js';
import { itemAt, MersenneTwister } from '../statistics/index.js';
import { buildProfile } from './build-profile.js';
import { estimateF1 } from './f1-estimate.js';
import { estimateQuality, fitEstimator } from './quality-estimate.js';

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/**
 * Labelled rows of a model whose probabilities are too certain.
 * @param strength how far the classes are apart.
 */
function rowsOf(count: number, classes: readonly string[], seed: number, strength = 4) {
  const random = new MersenneTwister(seed);
  const next = () => random.next() / 2 ** 32;
  const probabilities: number[] = [];
  const predictions: string[] = [];
  const actual = Array.from({ length: count }, () => {
    const odds = classes.map(() => strength * (next() + next() - 1));
    const shares = (sharpness: number) => {
      const powers = odds.map((one) => Math.exp(sharpness * one));
      const total = powers.reduce((sum, power) => sum + power, 0);
      return powers.map((power) => power / total);
    };
    probabilities.push(...shares(2));
    predictions.push(itemAt(classes, odds.indexOf(Math.max(...odds))));
    let left = next();
    return itemAt(
      classes,
      Math.max(
        0,
        shares(1).findIndex((share) => (left -= share) < 0),
      ),
    );
  });
  return { rows: {}, predictions, probabilities, actual };
}

const spec = (classes: readonly string[], positiveClass: string | null = null) => ({
  ...{ features: [], classes, positiveClass, chunkRows: 100 },
});

test('an estimator needs 300 labelled rows', () => {
  const table = rowsOf(301, names, 1);
  const labelled = (count: number) => table.actual.map((label, row) => (row < count ? label : null));
  expect(fitEstimator({ ...table, actual: labelled(299) }, spec(names))).toBeNull();
  expect(fitEstimator({ ...table, actual: labelled(300) }, spec(names))?.task).toBe('multiclass');
});

describe('the usual range of an estimate', () => {
  const two = ['a', 'b'];
  const reference = rowsOf(400, two, 2);
  const profile = buildProfile(reference, spec(two, 'b'));
  const alertsOf = (table: typeof reference) =>
    Object.entries(estimateQuality(profile, table)!)
      .filter(([, { alert }]) => alert)
      .map(([metric]) => metric);

  test('contains the reference itself, and windows of every size that are like it', () => {
    expect(alertsOf(reference)).toEqual([]);
    for (const rows of [50, 200, 4_000]) expect(alertsOf(rowsOf(rows, two, rows))).toEqual([]);
  });

  test('ends below: an estimate above it is no alert', () => {
    expect(alertsOf(rowsOf(2_000, two, 3, 20))).toEqual([]);
    expect(alertsOf(rowsOf(2_000, two, 4, 0.5))).toEqual(
      expect.arrayContaining(['accuracy', 'f1', 'rocAuc']),
    );
  });
});

describe('the band of the F1 of eight classes', () => {
  const cases = Array.from({ length: 20 }, (_, index) => {
    const profile = buildProfile(rowsOf(300, names, index + 1), spec(names));
    const window = rowsOf(3_000, names, index + 1_001);
    const counts = new ConfusionCounts(names);
    window.actual.forEach((label, row) => counts.add(label, itemAt(window.predictions, row)));
    return { profile, window, counts };
  });

  test.each(['macro', 'micro', 'weighted'] as const)('allows for curves of few rows: %s', (average) => {
    const within = (isMeasured: boolean) =>
      cases.filter(({ profile, window, counts }) => {
        const estimator = isMeasured ? profile.estimator : { ...profile.estimator!, f1: {} };
        const { lower, upper } = estimateF1({ ...profile, estimator }, average, window)!;
        const f1 = averageScores(counts, { average }).f1!;
        return lower <= f1 && f1 <= upper;
      });
    expect(within(true).length).toBeGreaterThanOrEqual(19);
    expect(within(false).length).toBeLessThan(19);
  });
});
