import { expect, test } from '@jest/globals';
import { type Editable, readVersionFile, toyModels } from '../../../test/toy-models.js';
import { manifestSchema } from './manifest.schema.js';

test('a manifest may leave out what has a default', () => {
  const manifest = readVersionFile<Editable>(toyModels, 'rent/1', 'manifest.json');
  for (const key of ['model_type', 'parent_version', 'windows', 'training', 'metrics']) delete manifest[key];
  for (const feature of manifest['features'] as Editable[]) {
    delete feature['description'];
    delete feature['example'];
    delete feature['allow_unknown'];
  }
  expect(manifestSchema.parse(manifest)).toMatchObject({
    model_type: 'onnx',
    parent_version: null,
    batching: true,
    golden_tolerance: 1e-4,
    windows: {
      feedback: { size: 1_000, minimum: 200 },
      predictions: { size: 2_000, minimum: 1_000, max_age_s: 86_400 },
    },
  });
});
