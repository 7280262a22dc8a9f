import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Answer, type RunningApp, tokenFor } from './running-app.js';
import { type ScratchApp, startScratchApp } from './scratch-app.js';
import { escapingModel, ScratchRepository, toyModels, zipMapModel } from './toy-models.js';
import { until } from '../../../test/until.js';
import {
  asVersion,
  filesOf,
  formOf,
  publish,
  publisher,
  type VersionFiles,
  withManifest,
} from './uploads.js';

const LIMIT = 100_000;
const rent = filesOf(join(toyModels, 'rent/1'));
const rent3 = asVersion(rent, 3);
const flat = { area: 10, rooms: 1, balcony: false, district: 'centre' };

let scratch: ScratchApp;
let repository: ScratchApp['repository'];
let app: RunningApp;

beforeAll(async () => {
  scratch = await startScratchApp({ PREDICT_MODEL_LIMIT_BYTES: String(LIMIT) });
  ({ repository, app } = scratch);
});
afterAll(() => scratch.close());

/** Everything in the repository, hidden or not. */
const tree = () => readdirSync(repository.path, { recursive: true, encoding: 'utf8' }).sort();
const outcome = ({ status, body }: Answer) => [status, body['code']];

describe('refused, leaving nothing behind:', () => {
  let before: string[];
  beforeEach(() => {
    before = tree();
  });
  afterEach(async () => {
    expect(tree()).toEqual(before);
    expect((await app.post('/predict', flat)).status).toBe(200);
  });

  const without = (name: string): VersionFiles =>
    Object.fromEntries(Object.entries(rent3).filter(([file]) => file !== name));

  const areaOf = (manifest: Record<string, unknown>) => (manifest['features'] as object[])[0];

  const broken: [string, VersionFiles, string][] = [
    ['no manifest', without('manifest.json'), 'manifest.json cannot be read'],
    ['a manifest that is not JSON', { ...rent3, 'manifest.json': '{' }, 'manifest.json is not JSON'],
    [
      'a manifest that is too deep',
      { ...rent3, 'manifest.json': '['.repeat(LIMIT / 2) },
      'manifest.json has more than 32 levels of objects and arrays',
    ],
    [
      'a manifest with a key it does not have',
      withManifest(rent3, (manifest) => (manifest['colour'] = 'red')),
      'colour',
    ],
    [
      'a p-value with a threshold that it is always below',
      withManifest(rent3, (manifest) => {
        (manifest['features'] as object[])[0] = {
          ...areaOf(manifest),
          drift: { method: 'ks', threshold: 1 },
        };
      }),
      'features.0.drift.threshold: of the p-value ks must be below 1',
    ],
    [
      'another model in the manifest',
      withManifest(rent3, (manifest) => (manifest['name'] = 'lease')),
      'name is lease in the folder of rent',
    ],
    ['a missing file', without('reference.csv.gz'), 'reference.csv.gz is missing'],
    [
      'a file that the manifest does not list',
      { ...rent3, 'setup.sh': 'echo' },
      'setup.sh is not in the files of manifest.json',
    ],
    [
      'a file of another sha256',
      { ...rent3, 'model-card.md': 'other' },
      'model-card.md is not the file of the manifest',
    ],
    [
      'a wrong signature',
      withManifest(rent3, (manifest) => ((manifest['outputs'] as { name: string }[])[0]!.name = 'answer')),
      'answer of the manifest is not in the graph',
    ],
  ];

  test.each(broken)('400: %s', async (_case, files, reason) => {
    const answer = await publish(app, 'rent', files);
    expect(outcome(answer)).toEqual([400, 'model_rejected']);
    expect((answer.body['reasons'] as string[]).join()).toContain(reason);
  });

  test('400: a file that is not ONNX, golden rows with other answers', async () => {
    const scratch = new ScratchRepository();
    scratch.write('rent/2', 'model.onnx', 'not a model');
    scratch.edit(
      'rent/1',
      'golden.json',
      (golden) => ((golden as never as { prediction: number }[])[0]!.prediction = 7),
    );
    scratch.write('rent/1', 'golden.json', readFileSync(join(scratch.path, 'rent/1/golden.json')));
    const [junk, wrong] = ['rent/2', 'rent/1'].map((version) =>
      asVersion(filesOf(join(scratch.path, version)), 3),
    );
    scratch.delete();
    expect((await publish(app, 'rent', junk!)).body['detail']).toContain('model.onnx cannot be loaded');
    expect((await publish(app, 'rent', wrong!)).body['detail']).toMatch(
      /golden row 0: the prediction is .* instead of 7/,
    );
  });

  test("400: scikit-learn's default export, with the remedy", async () => {
    const answer = await publish(app, 'zipmap', filesOf(join(zipMapModel, '1')));
    expect(outcome(answer)).toEqual([400, 'model_rejected']);
    expect(answer.body['detail']).toContain('zipmap=False');
  });

  test('400: a graph that reads files of the host, without revealing the folders of the service', async () => {
    const answer = await publish(app, 'escape', filesOf(join(escapingModel, '1')));
    expect(outcome(answer)).toEqual([400, 'model_rejected']);
    expect(answer.body['detail']).toContain('External data path');
    expect(JSON.stringify(answer.body)).not.toContain(repository.path);
  });

  test.each([
    '../model.onnx',
    '../../aliases.json',
    '/etc/cron.d/job',
    '..',
    '.lock',
    'a/b',
    'a\\b',
    'manifest.json\0.png',
    `${'n'.repeat(101)}`,
    '',
  ])('400: a part named %j', async (name) => {
    const form = formOf(rent3);
    form.append(name, new Blob(['x']), 'x');
    expect(outcome(await publish(app, 'rent', form))).toEqual([400, 'upload_malformed']);
  });

  test('400: a repeated part, a part that is not a file, too many parts', async () => {
    const twice = formOf(rent3);
    twice.append('model.onnx', new Blob(['x']), 'x');
    const field = formOf(rent3);
    field.append('version', '3');
    const many = formOf(Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`f${index}`, 'x'])));
    for (const form of [twice, field, many]) {
      expect(outcome(await publish(app, 'rent', form))).toEqual([400, 'upload_malformed']);
    }
  });

  test.each(['multipart/form-data', 'multipart/form-data; boundary=other'])(
    '400: %s around another boundary',
    async (type) => {
      const response = await fetch(`${app.url}/models/rent/versions`, {
        method: 'POST',
        headers: { ...publisher, 'Content-Type': type },
        body: await new Response(formOf(rent3)).arrayBuffer(),
      });
      expect([response.status, ((await response.json()) as Answer['body'])['code']]).toEqual([
        400,
        'upload_malformed',
      ]);
    },
  );

  test('400: a model name that is a path or invalid', async () => {
    for (const name of ['..%2f..', '%2e%2e%2fx', 'Rent', 'rent%2f3', 'a%00b']) {
      expect(outcome(await publish(app, name, rent3))).toEqual([400, 'validation_failed']);
    }
  });

  test('400: a reference profile of another version', async () => {
    expect(outcome(await publish(app, 'rent', { ...rent3, 'profile.json': '{}' }))).toEqual([
      400,
      'model_rejected',
    ]);
  });

  test('401 and 403: without the scope models', async () => {
    expect(outcome(await publish(app, 'rent', rent3, {}))).toEqual([401, 'access_token_missing']);
    const weak = { Authorization: `Bearer ${tokenFor('predict feedback monitor retrain')}` };
    expect(outcome(await publish(app, 'rent', rent3, weak))).toEqual([403, 'insufficient_scope']);
  });

  test.each([
    ['text/plain', 'a row'],
    ['application/json', '{'],
  ])('401 and 403 before anything is said about a body of %s', async (type, body) => {
    const weak = `Bearer ${tokenFor('feedback')}`;
    for (const path of ['/models/rent/versions', '/models/rent/promote', '/predict', '/alerts']) {
      const sent = (authorization: string) =>
        app.post(path, body, { 'Content-Type': type, Authorization: authorization });
      expect(outcome(await sent(''))).toEqual([401, 'access_token_missing']);
      expect(outcome(await sent(weak))).toEqual([403, 'insufficient_scope']);
    }
  });

  test('409: an existing version, with the same or other files', async () => {
    expect(outcome(await publish(app, 'rent', rent))).toEqual([409, 'version_exists']);
    const other = withManifest(rent, (manifest) => (manifest['description'] = 'other'));
    expect(outcome(await publish(app, 'rent', other))).toEqual([409, 'version_exists']);
  });

  test('409: one of two concurrent uploads of a version', async () => {
    const answers = await Promise.all([publish(app, 'rent', rent3), publish(app, 'rent', rent3)]);
    expect(answers.map(outcome).sort()).toEqual(
      [
        [201, undefined],
        [409, 'version_exists'],
      ].sort(),
    );
    expect(readdirSync(join(repository.path, 'rent')).sort()).toEqual(['1', '2', '3', 'aliases.json']);
    before = tree();
  });

  test('413: more than the limit, with or without a content length', async () => {
    const huge = { ...rent3, 'model.onnx': Buffer.alloc(LIMIT + 70_000) };
    expect(outcome(await publish(app, 'rent', huge))).toEqual([413, 'body_too_large']);
    const form = new Response(formOf(huge));
    const untold = await fetch(`${app.url}/models/rent/versions`, {
      method: 'POST',
      headers: { ...publisher, 'Content-Type': form.headers.get('content-type') as string },
      body: form.body,
      duplex: 'half',
    });
    expect(untold.status).toBe(413);
  });

  test.each(['application/json', 'application/octet-stream', 'application/zip'])('415: %s', async (type) => {
    const headers = { ...publisher, 'Content-Type': type };
    expect(outcome(await app.post('/models/rent/versions', '{}', headers))).toEqual([
      415,
      'unsupported_media_type',
    ]);
  });

  test('503: the folder is not writable', async () => {
    writeFileSync(join(repository.path, 'lease'), 'in the way');
    const lease = withManifest(rent, (manifest) => (manifest['name'] = 'lease'));
    const answer = await publish(app, 'lease', lease);
    rmSync(join(repository.path, 'lease'));
    expect(outcome(answer)).toEqual([503, 'models_folder_not_writable']);
    expect(answer.headers.get('retry-after')).toBe('30');
  });

  test('an upload that is cut short', async () => {
    const { hostname, port } = new URL(app.url);
    const body = Buffer.from(await new Response(formOf(rent3)).arrayBuffer());
    const boundary = body.subarray(2, body.indexOf('\r\n')).toString();
    const headers = {
      ...publisher,
      'Content-Type': `multipart/form-data; boundary=${boundary}`,
      'Content-Length': body.length,
    };
    const request = httpRequest({ hostname, port, method: 'POST', path: '/models/rent/versions', headers });
    request.on('error', () => undefined).write(body.subarray(0, body.length / 2));
    await until(() => tree().length > before.length);
    request.destroy();
    await until(() => tree().length === before.length);
  });

  test('an upload that ends inside its last part', async () => {
    const body = Buffer.from(await new Response(formOf(rent3)).arrayBuffer());
    const boundary = body.subarray(2, body.indexOf('\r\n')).toString();
    const response = await fetch(`${app.url}/models/rent/versions`, {
      method: 'POST',
      headers: { ...publisher, 'Content-Type': `multipart/form-data; boundary=${boundary}` },
      body: body.subarray(0, body.length - 60),
    });
    expect([response.status, ((await response.json()) as Answer['body'])['code']]).toEqual([
      400,
      'upload_malformed',
    ]);
  });
});
