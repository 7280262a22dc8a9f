import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { shippedModels } from '../../../test/toy-models.js';
import { type Manifest, manifestSchema } from '../manifest/index.js';
import { outcomesOf, predictedColumns } from './outcome-columns.js';

/** The manifest of a shipped version with other fields. */
function manifestOf(model: string, fields: object = {}): Manifest {
  const text = readFileSync(join(shippedModels, model, '1/manifest.json'), 'utf8');
  return manifestSchema.parse({ ...(JSON.parse(text) as object), ...fields });
}

test('a class or a number is one column', () => {
  const heart = manifestOf('heart-disease');
  expect(outcomesOf(heart)).toBeUndefined();
  expect(predictedColumns(heart, [{ prediction: 'disease' }])).toEqual({ predictions: ['disease'] });
});

test('labels are columns by name, beside the embeddings', () => {
  const faces = manifestOf('face-attributes');
  const labels = faces.classes ?? [];
  const prediction = labels.map((_, place) => place % 2);
  const { outcomes, embeddings } = predictedColumns(faces, [
    { prediction, embedding: [1, 2] },
    { prediction },
  ]);
  expect(outcomesOf(faces)).toEqual(labels.map((name) => ({ name, kind: 'label' })));
  expect(outcomes).toEqual(Object.fromEntries(labels.map((name, place) => [name, [place % 2, place % 2]])));
  expect(embeddings).toEqual([[1, 2], null]);
});

test('several targets are numbers by name', () => {
  const weather = manifestOf('weather-forecast', {
    targets: ['rain', 'wind'],
    outputs: [{ name: 'both', datatype: 'FP32', shape: [-1, 2], role: 'values' }],
  });
  expect(outcomesOf(weather)).toEqual([
    { name: 'rain', kind: 'number' },
    { name: 'wind', kind: 'number' },
  ]);
  const { outcomes } = predictedColumns(weather, [{ prediction: [1, 2] }, { prediction: [3, 4] }]);
  expect(outcomes).toEqual({ rain: [1, 3], wind: [2, 4] });
});

test('an anomaly is a class and a score', () => {
  const anomaly = manifestOf('heart-disease', {
    task: 'anomaly',
    f1_average: 'binary',
    outputs: [{ name: 'scores', datatype: 'FP32', shape: [-1], role: 'scores' }],
  });
  const { outcomes } = predictedColumns(anomaly, [{ prediction: 'disease', scores: [0.7] }]);
  expect(outcomes).toEqual({ class: ['disease'], score: [0.7] });
});
