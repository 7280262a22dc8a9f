import { expect, test } from '@jest/globals';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { manifestSchema } from './manifest.schema.js';

test.each(['a\0b', 'a\ud800b'])('text that PostgreSQL cannot store is refused: %j', (description) => {
  const manifest = readVersionFile<{ features: object[] }>(toyModels, 'rent/1', 'manifest.json');
  const [first, ...others] = manifest.features;
  const { error } = manifestSchema.safeParse({
    ...manifest,
    features: [{ ...first, description }, ...others],
  });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['features.0.description']);
});
