import { describe, expect, test } from '@jest/globals';
import { buildProfile, type ReferenceProfile } from '../profiles/index.js';
import { evaluateOutcomes } from './evaluate-outcomes.js';
import { prepareProfile } from './prepared-profile.js';

/** Uniform numbers in (0, 1), the same for a seed. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function numbers(size: number, seed: number, shift = 0): Float64Array {
  const next = uniform(seed);
  return Float64Array.from({ length: size }, () => shift + next());
}

const classesOf = (values: Float64Array, cut: number) =>
  Array.from(values, (value) => (value < cut ? 'yes' : 'no'));

const rows = 3_000;
const built = buildProfile(
  {
    rows: {},
    predictions: classesOf(numbers(rows, 1), 0.5),
    probabilities: null,
    actual: classesOf(numbers(rows, 2), 0.5).map((name, row) => (row < 100 ? null : name)),
    scores: { yes: numbers(rows, 3) },
  },
  { features: [], classes: ['yes', 'no'], chunkRows: 500 },
);
const profile = prepareProfile(JSON.parse(JSON.stringify(built)) as ReferenceProfile);

describe('labels and probabilities', () => {
  const drifted = (columns: ReturnType<typeof evaluateOutcomes>) =>
    columns.map(({ name, drift }) => [name, drift?.drifted]);

  test('like those of the reference have not drifted', () => {
    const labels = { '': classesOf(numbers(1_000, 4), 0.5) };
    expect(drifted(evaluateOutcomes(profile.targets, labels, 1_000))).toEqual([['target', false]]);
    const scores = { yes: numbers(1_000, 5) };
    expect(drifted(evaluateOutcomes(profile.probabilities, scores, 1_000))).toEqual([
      ['probability.yes', false],
    ]);
  });

  test('that have moved have drifted', () => {
    const labels = { '': classesOf(numbers(1_000, 6), 0.8) };
    expect(drifted(evaluateOutcomes(profile.targets, labels, 1_000))).toEqual([['target', true]]);
    const scores = { yes: numbers(1_000, 7, 0.2) };
    expect(drifted(evaluateOutcomes(profile.probabilities, scores, 1_000))).toEqual([
      ['probability.yes', true],
    ]);
  });

  test('are absent in a profile without them, and fail when the window lacks them', () => {
    const earlier = prepareProfile({ ...built, targets: undefined, probabilities: undefined });
    expect([earlier.targets, earlier.probabilities]).toEqual([[], []]);
    expect(evaluateOutcomes(profile.probabilities, {}, 10).map(({ failure }) => failure)).toEqual(['error']);
  });
});

test('labels and targets have a column each', () => {
  const { targets } = buildProfile(
    {
      rows: {},
      predictions: new Float64Array(100),
      probabilities: null,
      actual: new Array<null>(100).fill(null),
      outcomes: { hat: numbers(100, 8).map(Math.round), scarf: numbers(100, 9).map(Math.round) },
      actualOutcomes: {
        hat: Array.from(numbers(100, 10), Math.round),
        scarf: Array.from(numbers(100, 11), (value) => (value < 0.1 ? null : Math.round(value))),
      },
    },
    {
      features: [],
      classes: ['hat', 'scarf'],
      outcomes: [
        { name: 'hat', kind: 'label' },
        { name: 'scarf', kind: 'label' },
      ],
      chunkRows: 20,
    },
  );
  expect(targets?.map(({ name, kind }) => [name, kind])).toEqual([
    ['target.hat', 'categorical'],
    ['target.scarf', 'categorical'],
  ]);
  expect(targets?.[1]?.rows).toBeLessThan(100);
});
