import { expect, test } from '@jest/globals';
import { featureDrift } from '../drift/index.js';
import { buildProfile, type FeatureSpec } from '../profiles/index.js';
import { numeric } from '../samples/index.js';
import { MersenneTwister } from '../statistics/index.js';
import { evaluateWindow } from './evaluate-window.js';

const twister = new MersenneTwister(3);
const uniform = () => (twister.next() + 0.5) / 2 ** 32;
const normals = (rows: number, shift = 0) =>
  Array.from({ length: rows }, () => {
    return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()) + shift;
  });

function driftOf(reference: number[], current: number[], spec: Partial<FeatureSpec> = {}) {
  const table = (x: number[]) => ({ rows: { x }, predictions: x, probabilities: null, actual: null });
  const features: FeatureSpec[] = [{ name: 'x', kind: 'numerical', ...spec }];
  const profile = buildProfile(table(reference), { features, classes: null, chunkRows: 200 });
  return evaluateWindow(profile, table(current)).columns[0]!.drift!;
}

test.each([
  [800, 'ks', 0.05],
  [5_000, 'wasserstein', 0.1],
])('a reference of %i rows has the verdict of %s', (rows, method, threshold) => {
  const [reference, current] = [normals(rows), normals(1_000, 0.02)];
  const expected = featureDrift(numeric(reference), numeric(current), { mode: 'evidently' });
  expect(driftOf(reference, current).evidently).toMatchObject({
    method,
    threshold,
    score: expected.score,
    drifted: expected.drifted,
  });
});

test('the difference is explained where there is one', () => {
  const agreed = driftOf(normals(5_000), normals(1_000, 1));
  expect([agreed.drifted, agreed.evidently?.drifted, agreed.evidently?.difference]).toEqual([
    true,
    true,
    null,
  ]);
  const reference = normals(10_000);
  const more = driftOf(reference, normals(5_000, 0.07));
  expect([more.drifted, more.evidently?.drifted]).toEqual([true, false]);
  expect(more.evidently?.difference).toBe(
    "A window of 5,000 rows seldom differs so much by chance; Evidently's threshold ignores the rows.",
  );
});

test('the method and the threshold of the manifest hold for both', () => {
  const drift = driftOf(normals(2_000), normals(500, 0.5), { method: 'psi', threshold: 0.3 });
  expect(drift).toMatchObject({
    method: 'psi',
    threshold: 0.3,
    evidently: { method: 'psi', threshold: 0.3 },
  });
  expect(drift.evidently?.score).toBe(drift.score);
});
