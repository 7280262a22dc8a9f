import { describe, expect, test } from '@jest/globals';
import { Guesses } from '../guessing/index.js';
import { findLimits } from './find-limits.js';
import type { Mapping } from './graph-runner.js';

const features: Mapping['features'] = [
  { name: 'user', type: 'integer', minimum: 0 },
  { name: 'weekday', type: 'category', categories: [0, 1, 2], allow_unknown: true },
  { name: 'visits', type: 'integer', minimum: 0 },
];
const inputs = [
  { name: 'ids', datatype: 'INT64' as const, shape: [-1, 3], features: ['user', 'weekday', 'visits'] },
];
const rows = [
  { user: 3, weekday: 1, visits: 5 },
  { user: 41, weekday: 2, visits: 900 },
];

describe('findLimits', () => {
  test('finds the largest number and the known categories that a graph accepts', async () => {
    const guesses = new Guesses(undefined);
    const embedding = ({ user, weekday }: Readonly<Record<string, unknown>>) =>
      Promise.resolve(Number(user) < 60 && Number(weekday) < 7);
    expect(await findLimits({ features, inputs }, rows, embedding, guesses)).toEqual([
      { ...features[0], maximum: 59 },
      { ...features[1], allow_unknown: false },
      features[2],
    ]);
    expect(guesses.made.map(({ value }) => value)).toEqual([
      'user.maximum=59',
      'weekday.allow_unknown=false',
    ]);
  });

  test('leaves features as they are whose numbers are amounts', async () => {
    const everything = () => Promise.resolve(true);
    const guesses = new Guesses(undefined);
    expect(await findLimits({ features, inputs }, rows, everything, guesses)).toEqual(features);
  });

  test('asks nothing of inputs that hold fractions', async () => {
    const nothing = () => Promise.resolve(false);
    const mapping = { features, inputs: [{ ...inputs[0]!, datatype: 'FP32' as const }] };
    expect(await findLimits(mapping, rows, nothing, new Guesses(undefined))).toEqual(features);
  });
});
