import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { root } from '../installation/index.js';
import { BadRequests } from './bad-requests.js';
import { createDrift } from './feature-drift.js';
import { Random } from './random.js';
import { readModels } from './reference-model.js';

const [titanic] = readModels(join(root, 'models'), 'titanic-survival');
if (titanic === undefined) throw new Error('titanic-survival is not shipped');
const withGap = titanic.rows.filter(({ features }) => features['age'] === null);

describe('traffic of a model with missing values', () => {
  test('has the missing cells of the reference', () => {
    expect(withGap.length).toBeGreaterThan(20);
    expect(withGap.length).toBeLessThan(titanic.rows.length / 2);
  });

  test('drifts the values that there are, and leaves a missing one missing', async () => {
    const drift = createDrift(titanic, ['age', 'fare'], new Random(1, 'drift'));
    for (const { features } of withGap.slice(0, 20)) {
      const moved = await drift(features, 1);
      expect(moved['age']).toBeNull();
      expect(moved['fare']).not.toBe(features['fare']);
    }
    const present = titanic.rows.find(({ features }) => features['age'] !== null)!.features;
    const moved = await drift(present, 1);
    expect([typeof moved['age'], moved['age'] === present['age']]).toEqual(['number', false]);
  });

  test('leaves out only required features in requests that must be rejected', () => {
    const bad = new BadRequests(titanic, 1);
    const requests = Array.from({ length: 200 }, () => bad.next());
    const without = requests.filter(({ kind }) => kind === 'missing feature');
    const left = without.map(({ body }) => {
      const sent = Object.keys(JSON.parse(body) as object);
      return titanic.manifest.features.find(({ name }) => !sent.includes(name));
    });
    expect(left.length).toBeGreaterThan(5);
    expect(left.filter((feature) => feature === undefined || feature.nullable)).toEqual([]);
  });
});
