import { expect, test } from '@jest/globals';
import { buildProfile, type PredictionRows, type ReferenceProfile } from '../profiles/index.js';
import { MersenneTwister } from '../statistics/index.js';
import { evaluateWindow } from './evaluate-window.js';

const SIZE = 1_500;

function uniforms(seed: number): () => number {
  const twister = new MersenneTwister(seed);
  return () => twister.next() / 2 ** 32;
}

const outcomes = [
  { name: 'smile', kind: 'label' },
  { name: 'hat', kind: 'label' },
] as const;
const spec = { features: [], classes: ['smile', 'hat'], outcomes, chunkRows: 1_000 };

/** Rows of two labels, the second as frequent as given, and an embedding. */
function rows(seed: number, hats: number, shift = 0): PredictionRows {
  const next = uniforms(seed);
  const labels = Array.from({ length: SIZE }, () => [Number(next() < 0.6), Number(next() < hats)] as const);
  return {
    rows: {},
    predictions: new Float64Array(SIZE),
    probabilities: null,
    outcomes: { smile: labels.map(([smile]) => smile), hat: labels.map(([, hat]) => hat) },
    embeddings: labels.map(() => [next() + shift, 10 * next(), next()]),
  };
}

const profile = JSON.parse(
  JSON.stringify(buildProfile({ ...rows(1, 0.1), actual: null }, spec)),
) as ReferenceProfile;

test('every outcome is compared, and the one that drifted most stands for the predictions', () => {
  const { predictions, prediction } = evaluateWindow(profile, rows(2, 0.3));
  expect(predictions?.map(({ name, drift }) => [name, drift?.drifted])).toEqual([
    ['prediction.smile', false],
    ['prediction.hat', true],
  ]);
  expect(prediction.name).toBe('prediction.hat');
});

test('one outcome alone is the prediction', () => {
  const table = { rows: {}, predictions: [1, 2, 3], probabilities: null, actual: null };
  const single = buildProfile(table, { features: [], classes: null, chunkRows: 10 });
  const { predictions, prediction } = evaluateWindow(single, table);
  expect([single.predictions, predictions, prediction.name]).toEqual([undefined, undefined, 'prediction']);
});

test('embeddings drift when their mean moves, and not by chance', () => {
  const embedding = (seed: number, shift = 0) => evaluateWindow(profile, rows(seed, 0.1, shift)).embedding;
  const steady = Array.from({ length: 50 }, (_, seed) => embedding(10 + seed)?.drifted);
  expect(steady.filter(Boolean).length).toBeLessThanOrEqual(2);
  expect(embedding(3, 0.5)).toMatchObject({ method: 'frechet', drifted: true });
});

test('a window without the embeddings of the reference has no distance', () => {
  const { embedding } = evaluateWindow(profile, { ...rows(4, 0.1), embeddings: [[1, 2]] });
  expect(embedding).toBeNull();
});
