import { describe, expect, test } from '@jest/globals';
import { buildProfile, type FeatureSpec } from '../profiles/index.js';
import type { RawColumn } from '../samples/index.js';
import { prepareProfile } from '../windows/index.js';
import { ClassOutcomes, F1Scores } from './f1-scores.js';
import { segmentFeatures } from './segment-features.js';
import { segmentQuality } from './segment-quality.js';
import { segmentShares } from './segment-shares.js';

function profileOf(rows: Record<string, RawColumn>, features: readonly FeatureSpec[]) {
  const size = Object.values(rows)[0]!.length;
  const table = { rows, predictions: new Float64Array(size), probabilities: null, actual: null };
  return prepareProfile(buildProfile(table, { features, classes: null, chunkRows: 100 }));
}

const times = <Value>(size: number, make: (row: number) => Value) =>
  Array.from({ length: size }, (_, row) => make(row));

describe('the segments of a feature', () => {
  test('of numbers are the quarters of the reference, with the rows that are in them', () => {
    const age = times(400, (row) => (row < 40 ? null : 20 + (row % 40)));
    const profile = profileOf({ age }, [{ name: 'age', kind: 'numerical', nullable: true }]);
    const [feature] = segmentFeatures(profile, [{ name: 'age', words: 'number' }]);
    expect(feature?.labels).toEqual([
      '(-inf,29.75)',
      '[29.75,39.5)',
      '[39.5,49.25)',
      '[49.25,+inf)',
      'missing',
    ]);
    expect(feature?.referenceCounts).toEqual([90, 90, 90, 90, 40]);
  });

  test('of categories are at most twenty: the most frequent, others, missing values', () => {
    const city = times(3_000, (row) => `c${Math.floor(Math.sqrt(row % 900))}`);
    const profile = profileOf({ city }, [{ name: 'city', kind: 'categorical' }]);
    const [feature] = segmentFeatures(profile, [{ name: 'city', words: 'category' }]);
    expect(feature?.labels).toHaveLength(20);
    expect(feature?.labels.slice(-3)).toEqual(['c29', '__other__', 'missing']);
    expect(feature?.referenceCounts.reduce((sum, rows) => sum + rows)).toBe(3_000);
  });

  test('of a feature that is compared by measures there are none', () => {
    const profile = profileOf({ note: times(50, String) }, [{ name: 'note', kind: 'text' }]);
    expect(segmentFeatures(profile, [{ name: 'note', words: 'number' }])).toEqual([]);
  });
});

describe.each([
  [5_000, 'jensenshannon'],
  [800, 'fisher_exact'],
])('against a reference of %i rows', (size, method) => {
  const profile = profileOf({ sex: times(size, (row) => row % 4 === 0) }, [
    { name: 'sex', kind: 'categorical' },
  ]);
  const features = segmentFeatures(profile, [{ name: 'sex', words: 'boolean' }]);
  const shares = (every: number) =>
    segmentShares(features, { sex: times(1_000, (row) => row % every === 0) }).map((share) => [
      share.condition,
      share.rows,
      share.share,
      share.referenceShare,
      share.method,
      share.drifted,
    ]);

  test('an equal share has not drifted', () => {
    expect(shares(4)).toEqual([
      ['sex = false', 750, 0.75, 0.75, method, false],
      ['sex = true', 250, 0.25, 0.25, method, false],
    ]);
  });

  test('a doubled share has', () => {
    expect(shares(2)).toEqual([
      ['sex = false', 500, 0.5, 0.75, method, true],
      ['sex = true', 500, 0.5, 0.25, method, true],
    ]);
  });
});

test('the quality of each segment stands beside that of all other rows', () => {
  const sex = times(400, (row) => (row % 2 === 0 ? 'male' : 'female'));
  const profile = profileOf({ sex }, [{ name: 'sex', kind: 'categorical' }]);
  const features = segmentFeatures(profile, [{ name: 'sex', words: 'category' }]);
  const outcomes = new ClassOutcomes('micro');
  // Of the men 100 of 200 are right, of the women 190.
  sex.forEach((value, row) => {
    const isRight = value === 'male' ? row % 4 === 0 : row >= 20;
    outcomes.add(['sick'], [isRight ? 'sick' : 'well']);
  });
  const [women, men] = segmentQuality(features, { sex }, new F1Scores(outcomes));
  expect(women).toMatchObject({ condition: 'sex = female', rows: 200, value: 0.95, rest: 0.5, weak: false });
  expect(men).toMatchObject({
    feature: 'sex',
    segment: 'male',
    rows: 200,
    value: 0.5,
    rest: 0.95,
    weak: true,
  });
});
