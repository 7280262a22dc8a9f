import { expect, test } from '@jest/globals';
import { type Editable, readVersionFile, toyModels } from '../../../test/toy-models.js';
import { manifestSchema, parseManifest } from './manifest.schema.js';

const rent = readVersionFile<Editable>(toyModels, 'rent/1', 'manifest.json');
const names = Array.from({ length: 1_500 }, (_, place) => `x${place}`);
const wide = {
  ...rent,
  features: names.map((name) => ({ name, type: 'number' })),
  inputs: [{ name: 'in', datatype: 'FP32', shape: [-1, names.length], features: names }],
};

test('a manifest of many features is read as one of few is', async () => {
  const expected = manifestSchema.parse(wide);
  expect(await parseManifest(wide)).toEqual({ success: true, data: expected });
});

test.each([
  ['a feature', { features: [...wide.features.slice(1), { name: 'x0', type: 'nothing' }] }],
  ['a rule between features and inputs', { features: wide.features.slice(1) }],
  ['another field', { description: 3 }],
  ['text that cannot be stored', { description: 'a\0' }],
])('it is rejected for the same reasons: %s', async (_case, fields) => {
  const document = { ...wide, ...fields };
  const { success, error } = await parseManifest(document);
  expect(success).toBe(false);
  expect(error?.issues).toEqual(manifestSchema.safeParse(document).error?.issues);
});
