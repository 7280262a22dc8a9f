import { expect, test } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { createRowSchema, type Manifest } from '../../models/manifest/index.js';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { describeRequests } from './request-documents.js';

/** The schema of the rows of a model with so many features. */
function schemaOfRows(count: number): unknown {
  const features = Array.from({ length: count }, (_, place) => ({
    ...{ name: `x${place}`, type: 'number' as const, description: 'x', example: 1, nullable: false },
  }));
  const inputs = [
    { name: 'in', datatype: 'FP32' as const, shape: [-1, count], features: features.map(({ name }) => name) },
  ];
  const manifest = { ...readVersionFile<Manifest>(toyModels, 'rent/1', 'manifest.json'), features, inputs };
  const model = { manifest, rowSchema: createRowSchema(manifest), champion: true };
  const document: OpenAPIObject = { openapi: '3.1.0', info: { title: '', version: '' }, paths: {} };
  describeRequests(document, { defaultName: 'rent', list: () => [model] });
  return document.components?.schemas?.['rent-1'];
}

test('the document has every feature of a model, and of one with thousands the first 500', () => {
  expect(schemaOfRows(500)).toMatchObject({ required: { length: 500 }, additionalProperties: false });
  const wide = schemaOfRows(12_288);
  expect(wide).toMatchObject({
    required: { length: 500 },
    additionalProperties: true,
    description: expect.stringMatching(
      / Of its 12288 features the first 500 are shown; GET \/models\/\{model\} has all\.$/,
    ),
  });
  expect(JSON.stringify(wide).length).toBeLessThan(100_000);
});
