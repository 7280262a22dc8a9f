import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { shippedModels, toyModels } from '../../apps/predict/test/toy-models.js';
import { TrafficUnderTest } from './traffic-under-test.js';

const KINDS = [
  'wrong value',
  'missing feature',
  'unknown feature',
  'one wrong value in a batch',
  'empty batch',
  'batch without instances',
  'list for a row',
  'malformed JSON',
  'another media type',
  'oversized body',
  'unknown model',
  'refused token',
  'feedback for no prediction',
  'feedback with a malformed id',
  'feedback without the truth',
];

let services: TrafficUnderTest[];
beforeAll(async () => {
  const toys = { PREDICT_MODELS_DIR: toyModels, PREDICT_DEFAULT_MODEL: 'parity' };
  services = [await TrafficUnderTest.start(), await TrafficUnderTest.start(toys)];
});
afterAll(async () => {
  for (const service of services) await service.close();
});

test.each([
  ['that ship', 0, shippedModels],
  ['of every task and feature type', 1, toyModels],
])('bad input of every kind to models %s gets a 4xx and is never predicted', async (_, index, modelsDir) => {
  const count = 6 * KINDS.length;
  const { ok, models } = await services[index]!.run({ scenario: 'bad-input', modelsDir, count });
  for (const { answers, badRequests, ...summary } of models) {
    expect(summary).toMatchObject({ sent: count, rows: 0, errors: 0, serverErrors: 0, broken: 0 });
    expect(summary.problem).toBeUndefined();
    expect(Object.keys(badRequests)).toEqual(KINDS);
    expect(Object.keys(answers).filter((status) => !status.startsWith('4'))).toEqual([]);
  }
  expect(ok).toBe(true);
});
