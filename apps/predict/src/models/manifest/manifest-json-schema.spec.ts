import { expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readVersionFile, shippedModels, toyModels } from '../../../test/toy-models.js';
import { manifestJsonSchema } from './manifest.schema.js';

const published: unknown = JSON.parse(
  readFileSync(
    fileURLToPath(new URL('../../../../../docs/schemas/manifest.schema.json', import.meta.url)),
    'utf8',
  ),
);

test('the published JSON Schema is up to date (node apps/predict/scripts/write-manifest-schema.mjs)', () => {
  expect(published).toEqual(manifestJsonSchema());
});

test('the published JSON Schema accepts the manifests that the service accepts, and no others', () => {
  const validate = new Ajv2020({ strict: false, formats: { 'date-time': true } }).compile(
    published as object,
  );
  for (const version of ['heart-disease/1', 'product-category/1']) {
    expect(validate(readVersionFile(shippedModels, version, 'manifest.json'))).toBe(true);
  }
  const manifest = readVersionFile<object>(toyModels, 'rent/1', 'manifest.json');
  expect(validate(manifest)).toBe(true);
  expect(validate({ ...manifest, task: 'binary' })).toBe(false);
  expect(validate({ ...manifest, colour: 'red' })).toBe(false);
});
