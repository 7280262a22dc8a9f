import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { RunningApp } from './running-app.js';
import { type ScratchApp, startScratchApp } from './scratch-app.js';
import { toyModels } from './toy-models.js';
import { asVersion, filesOf, publish } from './uploads.js';

const documented = z.object({
  required: z.array(z.string()),
  maxProperties: z.number(),
  propertyNames: z.object({ pattern: z.string(), maxLength: z.number() }),
});

const rent3 = asVersion(filesOf(join(toyModels, 'rent/1')), 3);

let scratch: ScratchApp;
let app: RunningApp;
let form: z.infer<typeof documented>;

beforeAll(async () => {
  scratch = await startScratchApp();
  ({ app } = scratch);
  const { paths } = (await app.get('/docs/json')).body as {
    paths: Record<string, { post: { requestBody: { content: Record<string, { schema: unknown }> } } }>;
  };
  const { content } = paths['/models/{model}/versions']!.post.requestBody;
  form = documented.parse(content['multipart/form-data']?.schema);
});
afterAll(() => scratch.close());

const statusOf = async (files: Record<string, Buffer | string>) => (await publish(app, 'rent', files)).status;
const only = (names: readonly string[]) =>
  Object.fromEntries(Object.entries(rent3).filter(([name]) => names.includes(name)));

test('the documented form has exactly the files that an upload needs', async () => {
  for (const name of form.required) {
    expect([name, await statusOf(only(form.required.filter((other) => other !== name)))]).toEqual([
      name,
      400,
    ]);
  }
  expect(await statusOf(only(form.required))).toBe(201);
});

test('names and number of files are limited as documented', async () => {
  const { pattern, maxLength } = form.propertyNames;
  for (const name of ['.hidden', 'a b', 'x'.repeat(maxLength + 1)]) {
    expect(new RegExp(pattern).test(name) && name.length <= maxLength).toBe(false);
    expect([name, await statusOf({ ...rent3, [name]: '' })]).toEqual([name, 400]);
  }
  const many = Array.from({ length: form.maxProperties }, (_, place) => [`file-${place}`, '']);
  const { body } = await publish(app, 'rent', { 'manifest.json': '{}', ...Object.fromEntries(many) });
  expect(body['detail']).toContain(`more than ${form.maxProperties} files`);
});
