import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answer, type RunningApp, startApp } from './running-app.js';
import { ScratchRepository, readVersionFile, shippedModels, toyModels } from './toy-models.js';
import { cpSync } from 'node:fs';
import { join } from 'node:path';

type Issue = { path: (string | number)[]; message: string };

const repository = new ScratchRepository(shippedModels);
let app: RunningApp;
beforeAll(async () => {
  cpSync(toyModels, repository.path, { recursive: true });
  app = await startApp({ PREDICT_MODELS_DIR: repository.path });
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

const exampleOf = (model: string) =>
  readVersionFile<{ features: Record<string, unknown> }[]>(
    join(repository.path, model),
    '1',
    'golden.json',
  )[0]?.features;

/** A valid row as JSON text, with one value replaced by other JSON text. */
function withValue(model: string, feature: string, json: string): string {
  const row = JSON.stringify({ ...exampleOf(model), [feature]: '<here>' });
  return row.replace('"<here>"', json);
}

function expectProblem({ status, headers, body }: Answer, code: string): void {
  expect(status).toBe(400);
  expect(headers.get('content-type')).toBe('application/problem+json');
  expect(body).toMatchObject({ status: 400, code, title: 'Bad Request' });
  expect(JSON.stringify(body)).not.toMatch(/\bat .+\.(js|ts)/);
}

const issuesOf = ({ body }: Answer) => body['issues'] as Issue[];

const runsOf = async (model: string) =>
  (await app.metric(`prediction_batch_size_count{model="${model}",version="1"}`)) ?? 0;

describe('one invalid value is refused with its path, and the model does not run', () => {
  test.each([
    ['heart-disease', 'age', '"63"', 'text for a number'],
    ['heart-disease', 'age', 'true', 'a boolean for a number'],
    ['heart-disease', 'age', 'null', 'null'],
    ['heart-disease', 'age', '[63]', 'a list for a number'],
    ['heart-disease', 'age', '{"years": 63}', 'an object for a number'],
    ['heart-disease', 'age', '63.5', 'a fraction for an integer'],
    ['heart-disease', 'age', '-1', 'a number below its minimum'],
    ['heart-disease', 'age', '151', 'a number above its maximum'],
    ['heart-disease', 'oldpeak', '1e999', 'an infinite number'],
    ['heart-disease', 'oldpeak', '-1e999', 'an infinite number'],
    ['heart-disease', 'oldpeak', '20.1', 'a number above its maximum'],
    ['heart-disease', 'sex', '2', 'an unknown category'],
    ['heart-disease', 'sex', '"1"', 'a category of another type'],
    ['product-category', 'designation', '7', 'a number for text'],
    ['product-category', 'designation', `"${'a'.repeat(501)}"`, 'text that is too long'],
    ['product-category', 'designation', '"a\\u0000b"', 'text with NUL'],
    ['product-category', 'description', '"\\ud800"', 'text with half a surrogate pair'],
    ['product-category', 'description', 'null', 'null for text'],
    ['rent', 'area', '1e39', 'a number that the tensor cannot hold'],
    ['rent', 'rooms', '2.5', 'a fraction for an integer'],
    ['rent', 'balcony', '1', 'a number for a boolean'],
    ['rent', 'district', '3', 'a number for a string category'],
    ['parity', 'number', '9007199254740993', 'an integer that is not exact'],
    ['greeting', 'word', '"hi"', 'an unknown category'],
  ])('%s: %s = %s (%s)', async (model, feature, json) => {
    const runs = await runsOf(model);
    const answer = await app.post(`/models/${model}/predict`, withValue(model, feature, json));
    expectProblem(answer, 'validation_failed');
    expect(issuesOf(answer)).toEqual([{ path: [feature], message: expect.any(String) }]);
    expect(await runsOf(model)).toBe(runs);
  });
});

describe('a body that is not a row is refused', () => {
  test.each([
    ['a list', '[1, 2, 3]'],
    ['text', '"63"'],
    ['a number', '63'],
    ['null', 'null'],
    ['true', 'true'],
  ])('%s', async (_, body) => {
    const answer = await app.post('/models/heart-disease/predict', body);
    expectProblem(answer, 'validation_failed');
    expect(issuesOf(answer)).toEqual([{ path: [], message: expect.any(String) }]);
  });

  test.each([
    ['cut short', '{"age": 63'],
    ['NaN, which JSON does not have', '{"age": NaN}'],
    ['Infinity, which JSON does not have', '{"age": -Infinity}'],
    ['single quotes', "{'age': 63}"],
  ])('malformed JSON: %s', async (_, body) => {
    expectProblem(await app.post('/models/heart-disease/predict', body), 'malformed_json');
  });

  test('nested a hundred thousand levels deep', async () => {
    const body = '['.repeat(100_000) + ']'.repeat(100_000);
    expectProblem(await app.post('/models/heart-disease/predict', body), 'json_too_complex');
  });
});

test('missing, unknown and invalid features are reported together', async () => {
  const row = { ...exampleOf('heart-disease'), age: undefined };
  const answer = await app.post('/models/heart-disease/predict', {
    ...row,
    chol: 'high',
    height: 180,
    weight: 80,
  });
  expectProblem(answer, 'validation_failed');
  expect(issuesOf(answer)).toEqual([
    { path: ['age'], message: 'is required' },
    { path: ['chol'], message: 'Invalid input: expected number, received string' },
    { path: ['height'], message: 'is not a feature of this model' },
    { path: ['weight'], message: 'is not a feature of this model' },
  ]);
});

test('an empty body lacks every feature', async () => {
  const answer = await app.post('/models/heart-disease/predict', '');
  expectProblem(answer, 'validation_failed');
  expect(issuesOf(answer)).toHaveLength(13);
});

test.each(['__proto__', 'constructor', 'prototype'])(
  'the key %s is an unknown feature and changes nothing',
  async (key) => {
    const row = JSON.stringify(exampleOf('heart-disease')).replace('{', `{"${key}": {"polluted": true},`);
    const answer = await app.post('/models/heart-disease/predict', row);
    expectProblem(answer, 'validation_failed');
    expect(issuesOf(answer)).toEqual([{ path: [key], message: 'is not a feature of this model' }]);
    expect({}).not.toHaveProperty('polluted');
  },
);

test('the version in the path determines the valid features', async () => {
  const answer = await app.post('/models/rent/versions/2/predict', exampleOf('heart-disease'));
  expectProblem(answer, 'validation_failed');
});
