import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningApp, startApp } from './running-app.js';
import { ScratchRepository } from './toy-models.js';
import { filesOf, publisher, type VersionFiles } from './uploads.js';

const repository = new ScratchRepository();
let app: RunningApp;
let files: VersionFiles;
beforeAll(async () => {
  files = filesOf(`${repository.path}/rent/1`);
  app = await startApp({ PREDICT_MODELS_DIR: repository.path, PREDICT_DEFAULT_MODEL: 'rent' });
});
afterAll(async () => {
  await app.close();
  repository.delete();
});

const fetchFile = (path: string, headers: Record<string, string> = publisher) =>
  fetch(`${app.url}/models/${path}`, { headers });

describe('GET /models/{model}/versions/{version}/files/{name}', () => {
  test.each([
    ['model.onnx', 'application/octet-stream'],
    ['reference.csv.gz', 'application/gzip'],
    ['golden.json', 'application/json'],
    ['manifest.json', 'application/json'],
    ['model-card.md', 'text/markdown; charset=utf-8'],
  ])('gives %s byte by byte, with its length, its type and its digest', async (name, type) => {
    const response = await fetchFile(`rent/versions/1/files/${name}`);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    expect(bytes).toEqual(files[name]);
    expect(response.headers.get('content-length')).toBe(String(bytes.length));
    const digest = createHash('sha256').update(bytes).digest('base64');
    expect(response.headers.get('repr-digest')).toBe(`sha-256=:${digest}:`);
  });

  test.each(['setup.py', '..%2faliases.json', '%2e%2e', '__proto__', 'model.onnx%00', '..%5cx'])(
    '404: %s, which the version does not have',
    async (name) => {
      const response = await fetchFile(`rent/versions/1/files/${name}`);
      const { code } = (await response.json()) as { code: string };
      expect([response.status, code]).toEqual([
        404,
        expect.stringMatching(/model_file_not_found|route_not_found/),
      ]);
    },
  );

  test('404: a file that is missing on disk', async () => {
    repository.remove('rent/2/reference.csv.gz');
    const response = await fetchFile('rent/versions/2/files/reference.csv.gz');
    expect(response.status).toBe(404);
  });

  test('404: an unknown model or version', async () => {
    expect((await fetchFile('lease/versions/1/files/model.onnx')).status).toBe(404);
    expect((await fetchFile('rent/versions/9/files/model.onnx')).status).toBe(404);
  });

  test('401 and 403: without the scope models', async () => {
    expect((await fetchFile('rent/versions/1/files/model.onnx', {})).status).toBe(401);
    const weak = { Authorization: `Bearer ${app.token}` };
    expect((await fetchFile('rent/versions/1/files/model.onnx', weak)).status).toBe(403);
  });
});
