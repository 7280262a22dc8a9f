import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { type RunningApp, startApp } from './running-app.js';
import { readVersionFile, shippedModels, shippedVersions } from './toy-models.js';

interface Document {
  readonly openapi: string;
  readonly components: { readonly schemas: Record<string, object> };
  readonly paths: Record<string, { readonly post?: { readonly requestBody?: unknown } }>;
}

let app: RunningApp;
let document: Document;
beforeAll(async () => {
  app = await startApp();
  document = (await app.get<Document>('/docs/json', { Authorization: '' })).body;
});
afterAll(() => app.close());

const validator = (name: string): ValidateFunction =>
  new Ajv2020({ strict: false }).compile(document.components.schemas[name] as object);

const shipped = shippedVersions();
const { champion } = readVersionFile<{ champion: number }>(shippedModels, 'product-category', 'aliases.json');
const schemas = shipped.map(([name, version]) => `${name}-${version}`);

describe.each(shipped)('the documented request of %s version %i', (name, version) => {
  const [golden] = readVersionFile<{ features: Record<string, unknown> }[]>(
    shippedModels,
    `${name}/${version}`,
    'golden.json',
  );
  const row = golden?.features ?? {};
  const schema = `${name}-${version}`;

  test('accepts what the service accepts', () => {
    expect(validator(schema)(row)).toBe(true);
  });

  test('refuses a missing, an unknown and a mistyped feature', () => {
    const [feature = ''] = Object.keys(row);
    const validate = validator(schema);
    expect(validate({ ...row, [feature]: undefined })).toBe(false);
    expect(validate({ ...row, other: 1 })).toBe(false);
    expect(validate({ ...row, [feature]: {} })).toBe(false);
  });
});

test.each([
  ['/predict', [`product-category-${champion}`]],
  ['/models/{model}/predict', schemas],
  ['/models/{model}/versions/{version}/predict', schemas],
])('%s refers to the requests of the models that it serves', (path, names) => {
  const anyOf = names.map((name) => ({ $ref: `#/components/schemas/${name}` }));
  expect(document.paths[path]?.post?.requestBody).toEqual({
    required: true,
    content: { 'application/json': { schema: { anyOf } } },
  });
});
