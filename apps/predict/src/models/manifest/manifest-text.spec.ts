import { expect, test } from '@jest/globals';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { controlCharacters } from './control-characters.js';
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

test('control characters are refused in every text but for lines and tabs of descriptions', () => {
  const stored = readVersionFile<{ features: object[] }>(toyModels, 'rent/1', 'manifest.json');
  const manifest = manifestSchema.parse({
    ...stored,
    description: 'two\nlines',
    model_type: 'a\u009b31m',
    features: stored.features.map((feature) =>
      'categories' in feature ? { ...feature, categories: ['north', 'so\u001b[31mth', 'a\nb'] } : feature,
    ),
  });
  const category = stored.features.findIndex((feature) => 'categories' in feature);
  expect(controlCharacters(manifest).map(({ path }) => path.join('.'))).toEqual([
    'model_type',
    `features.${category}.categories.1`,
    `features.${category}.categories.2`,
  ]);
});

test.each([
  ['description', (manifest: Editable, text: string) => (manifest.description = text)],
  ['model_type', (manifest: Editable, text: string) => (manifest.model_type = text)],
  ['features.0.unit', (manifest: Editable, text: string) => (manifest.features[0]!.unit = text)],
  [
    'features.0.description',
    (manifest: Editable, text: string) => (manifest.features[0]!.description = text),
  ],
  ['outputs.0.name', (manifest: Editable, text: string) => (manifest.outputs[0]!.name = text)],
])('%s has a maximum length', (path, write) => {
  const manifest = readVersionFile<Editable>(toyModels, 'rent/1', 'manifest.json');
  write(manifest, 'x'.repeat(10_001));
  const { error } = manifestSchema.safeParse(manifest);
  expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
});

interface Editable {
  description: string;
  model_type: string;
  features: { unit?: string; description?: string }[];
  outputs: { name: string }[];
}
