import { describe, expect, test } from '@jest/globals';
import { buildProfile, prepareProfile } from '@plumbline/evaluation';
import type { Manifest } from '../../models/manifest/index.js';
import { probabilityScores } from '../../models/profiles/index.js';
import { probabilityDrift, targetDrift } from './outcome-drift.js';

const manifest = {
  task: 'binary',
  classes: ['no', 'yes'],
  positive_class: 'yes',
  threshold: 0.5,
  outputs: [],
} as object as Manifest;

const times = <Value>(size: number, make: (row: number) => Value) =>
  Array.from({ length: size }, (_, row) => make(row));
const labelled = (every: number) =>
  times(600, (row) => ({ predicted: 'no', actual: row % every === 0 ? 'yes' : 'no', probabilities: null }));
const logged = (top: number) =>
  times(600, (row) => {
    const yes = (top * ((row * 37) % 100)) / 100;
    return { features: {}, prediction: 'no', probabilities: [1 - yes, yes], embedding: null };
  });

const reference = prepareProfile(
  buildProfile(
    {
      rows: {},
      predictions: times(2_000, () => 'no'),
      probabilities: null,
      actual: times(2_000, (row) => (row % 4 === 0 ? 'yes' : 'no')),
      scores: probabilityScores(
        manifest,
        times(2_000, (row) => ({ probabilities: [1 - ((row * 37) % 100) / 100, ((row * 37) % 100) / 100] })),
      ),
    },
    { features: [], classes: ['no', 'yes'], positiveClass: 'yes', chunkRows: 500 },
  ),
);
const earlier = { ...reference, targets: [], probabilities: [] };

describe('the drift of actual values', () => {
  const drifted = (every: number) =>
    targetDrift(manifest, reference, labelled(every)).columns.map(({ name, drift }) => [
      name,
      drift?.drifted,
    ]);

  test('is found when a class becomes more frequent, and only then', () => {
    expect(drifted(4)).toEqual([['target', false]]);
    expect(drifted(2)).toEqual([['target', true]]);
  });

  test('is absent with a reason below the minimum, and with a profile that has no labels', () => {
    expect(targetDrift(manifest, reference, [])).toEqual({
      columns: [],
      absent: 'there are fewer labels than the minimum',
    });
    expect(targetDrift(manifest, earlier, labelled(4)).absent).toContain('an earlier release built it');
  });
});

describe('the drift of probabilities', () => {
  const drifted = (top: number) =>
    probabilityDrift(manifest, reference, logged(top)).columns.map(({ name, drift }) => [
      name,
      drift?.drifted,
    ]);

  test('is found when the model becomes less confident, also where its classes stay', () => {
    expect(drifted(1)).toEqual([['probability.yes', false]]);
    expect(drifted(0.6)).toEqual([['probability.yes', true]]);
  });

  test('is absent with a reason where a prediction has none', () => {
    const [first, ...others] = logged(1);
    const rows = [{ ...first!, probabilities: null }, ...others];
    expect(probabilityDrift(manifest, reference, rows).absent).toBe(
      'a prediction in the window has no probabilities',
    );
  });
});
