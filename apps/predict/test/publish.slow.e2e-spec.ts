import { type ClientRequest, request as httpRequest } from 'node:http';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../../../test/until.js';
import { type RunningApp, tokenFor } from './running-app.js';
import { type ScratchApp, startScratchApp } from './scratch-app.js';
import { toyModels } from './toy-models.js';
import { asVersion, filesOf, publish, publisher, withManifest } from './uploads.js';

const rent = filesOf(join(toyModels, 'rent/1'));
const another = { Authorization: `Bearer ${tokenFor('models', { sub: 'another' })}` };

let scratch: ScratchApp;
let repository: ScratchApp['repository'];
let app: RunningApp;

beforeAll(async () => {
  scratch = await startScratchApp();
  ({ repository, app } = scratch);
});
afterAll(() => scratch.close());

/** An upload of which the end never comes. */
function endless(): ClientRequest {
  const { hostname, port } = new URL(app.url);
  const headers = {
    ...publisher,
    'Content-Type': 'multipart/form-data; boundary=x',
    'Content-Length': 10_000,
  };
  const path = '/models/slow/versions';
  const request = httpRequest({ hostname, port, method: 'POST', path, headers }).on('error', () => undefined);
  request.write('--x\r\nContent-Disposition: form-data; name="model.onnx"; filename="model.onnx"\r\n\r\n');
  return request;
}

test('slow uploads of one subject leave places for another', async () => {
  const uploads = [endless(), endless()];
  const slow = join(repository.path, 'slow');
  await until(() => readdirSync(repository.path).includes('slow') && readdirSync(slow).length === 2);
  const refused = await publish(app, 'rent', asVersion(rent, 7));
  expect([refused.status, refused.body['code'], refused.headers.get('retry-after')]).toEqual([
    503,
    'publishing_busy',
    '10',
  ]);
  const { status } = await publish(app, 'rent', asVersion(rent, 7), another);
  expect(status).toBe(201);
  for (const upload of uploads) upload.destroy();
  await until(() => !readdirSync(repository.path).includes('slow'));
  expect((await publish(app, 'rent', asVersion(rent, 8))).status).toBe(201);
});

test('400 for a control character in a category', async () => {
  const files = withManifest(asVersion(rent, 9), (manifest) => {
    const features = manifest['features'] as { categories?: string[] }[];
    for (const { categories } of features) categories?.push('\u001b[31mred');
  });
  const { status, body } = await publish(app, 'rent', files);
  expect([status, body['code']]).toEqual([400, 'model_rejected']);
  expect(JSON.stringify(body)).toMatch(/features\.\d+\.categories\.\d+: has a control character/);
});
