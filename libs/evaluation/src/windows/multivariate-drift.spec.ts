import { describe, expect, test } from '@jest/globals';
import { MersenneTwister } from '../statistics/index.js';
import { buildProfile, type PredictionRows, type ReferenceProfile } from '../profiles/index.js';
import { evaluateWindow } from './evaluate-window.js';
import { prepareProfile } from './prepared-profile.js';

const FEATURES = 8;
const names = Array.from({ length: FEATURES }, (_, index) => `f${index}`);
const random = new MersenneTwister(7);

function normal(): number {
  const [u, v] = [(random.next() + 1) / 2 ** 32, random.next() / 2 ** 32];
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v);
}

interface Traffic {
  /** The correlation of f0 and f1; the deviation of each stays 1. */
  readonly pair?: number;
  /** Of each row with the one before. */
  readonly memory?: number;
  /** Of all features with each other. */
  readonly common?: number;
  readonly shift?: number;
}

/** Rows of normal features. */
function traffic(rows: number, { pair = 0, memory = 0, common = 0, shift = 0 }: Traffic = {}) {
  const columns = names.map(() => new Float64Array(rows));
  const state = [...names, 'common'].map(normal);
  const step = (index: number) =>
    (state[index] = memory * state[index]! + Math.sqrt(1 - memory ** 2) * normal());
  for (let row = 0; row < rows; row++) {
    const shared = step(FEATURES);
    names.forEach((_, index) => {
      const own = step(index);
      columns[index]![row] = Math.sqrt(common) * shared + Math.sqrt(1 - common) * own;
    });
    columns[1]![row] = pair * columns[0]![row]! + Math.sqrt(1 - pair ** 2) * columns[1]![row]!;
    columns[0]![row]! += shift;
  }
  return {
    rows: Object.fromEntries(names.map((name, index) => [name, columns[index]!])),
    predictions: new Float64Array(rows),
    probabilities: null,
  };
}

const spec = {
  features: names.map((name) => ({ name, kind: 'numerical' as const })),
  classes: null,
  chunkRows: 1_000,
};
const profileOf = (rows: number, kind?: Traffic) =>
  buildProfile({ ...traffic(rows, kind), actual: null }, spec);
const told = (profile: ReferenceProfile, window: PredictionRows) =>
  evaluateWindow(prepareProfile(profile), window);

describe('windows like the reference are not told apart', () => {
  test.each<[string, number, number, Traffic]>([
    ['of independent features', 5_000, 1_000, {}],
    ['of correlated features', 5_000, 1_000, { common: 0.7 }],
    ['of few reference rows', 300, 1_000, {}],
    ['whose rows depend on their past', 10_000, 2_000, { memory: 0.9 }],
  ])('%s: at most one of 100 windows', (_kind, referenceRows, rows, kind) => {
    let alarms = 0;
    for (let round = 0; round < 10; round++) {
      const prepared = prepareProfile(profileOf(referenceRows, kind));
      for (let window = 0; window < 10; window++) {
        alarms += Number(evaluateWindow(prepared, traffic(rows, kind)).multivariate?.drifted);
      }
    }
    expect(alarms).toBeLessThanOrEqual(1);
  });
});

describe('the classifier finds', () => {
  test('a change of correlation that no feature shows, and names both features', () => {
    const profile = profileOf(5_000);
    for (let window = 0; window < 10; window++) {
      const { multivariate } = told(profile, traffic(1_000, { pair: 0.5 }));
      expect(multivariate?.drifted).toBe(true);
      expect(multivariate?.clues[0]?.columns).toEqual(['f0', 'f1']);
      // The area of one product of two normal numbers with this correlation is about 0.63.
      expect(multivariate?.auc).toBeGreaterThan(0.58);
      expect(multivariate?.auc).toBeLessThan(0.67);
    }
  });

  test('a shift of one feature, with the area that two normal distributions have', () => {
    // The area of a shift of one deviation is the normal distribution at 1 / sqrt(2).
    const { multivariate } = told(profileOf(5_000), traffic(2_000, { shift: 1 }));
    expect(multivariate).toMatchObject({ drifted: true, rows: 2_000, referenceRows: 1_000 });
    expect(multivariate?.clues[0]?.columns).toEqual(['f0']);
    expect(Math.abs((multivariate?.auc ?? NaN) - 0.7602)).toBeLessThan(0.03);
    expect(multivariate?.lower).toBeLessThan(0.7602);
    expect(multivariate?.upper).toBeGreaterThan(0.7602);
  });
});

test('of a change of categories the column is named, also of one with new categories', () => {
  const colours = (rows: number, ...kinds: string[]) =>
    Array.from({ length: rows }, () => kinds[random.next() % kinds.length]!);
  const table = (colour: string[]) => ({
    rows: { colour, size: colour.map(normal) },
    predictions: colour.map(() => 1),
    probabilities: null,
  });
  const features = [
    { name: 'colour', kind: 'categorical' as const },
    { name: 'size', kind: 'numerical' as const },
  ];
  const reference = { ...table(colours(1_000, 'red', 'blue', 'green')), actual: null };
  const profile = buildProfile(reference, { ...spec, features });
  const steady = told(profile, table(colours(1_000, 'red', 'blue', 'green'))).multivariate;
  expect(steady?.drifted).toBe(false);
  const moved = told(profile, table(colours(1_000, 'red', 'blue', 'black'))).multivariate;
  expect(moved?.drifted).toBe(true);
  expect(moved?.clues[0]?.columns).toEqual(['colour']);
});

test('there is no result below 100 rows, and no field for a profile of an earlier release', () => {
  const profile = profileOf(500);
  expect(told(profile, traffic(99)).multivariate).toBeNull();
  const { sample, ...earlier } = profile;
  expect(sample?.rows).toBe(500);
  expect(told(earlier, traffic(500))).not.toHaveProperty('multivariate');
});

test('the result does not depend on where the profile was stored', () => {
  const profile = profileOf(2_000);
  const window = traffic(1_000, { pair: 0.4 });
  const stored = JSON.parse(JSON.stringify(profile)) as ReferenceProfile;
  expect(told(stored, window).multivariate).toEqual(told(profile, window).multivariate);
});
