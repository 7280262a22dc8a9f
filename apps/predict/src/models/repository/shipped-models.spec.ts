import { beforeAll, describe, expect, test } from '@jest/globals';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { shippedModels, shippedVersions } from '../../../test/toy-models.js';
import { loadVersionHere } from '../inference/index.js';
import { ModelRepository, type ModelFolder } from './model-repository.js';
import { readManifest } from './version-folder.js';

let models: ModelFolder[];
beforeAll(async () => {
  models = await new ModelRepository(shippedModels).models();
});

const versionOf = (name: string, version: number) => {
  const path = join(shippedModels, name, String(version));
  return { model: name, version, path };
};

test('models/ contains only folders of models', () => {
  const entries = readdirSync(shippedModels).filter((entry) => !entry.startsWith('.'));
  const ignored = entries.filter((entry) => !models.some(({ name }) => name === entry));
  expect(ignored).toEqual([]);
});

describe.each(shippedVersions())('models/%s/%s', (name, version) => {
  test('passes every check at start-up', async () => {
    const refusal: unknown = await loadVersionHere(versionOf(name, version)).then(
      ({ runner }) => runner.close(),
      (error: Error) => error.message,
    );
    expect(refusal).toBeUndefined();
  });

  test('has every file of a version, each with its sha256 in the manifest', async () => {
    const { files } = await readManifest(versionOf(name, version));
    const expected = ['golden.json', 'model-card.md', 'model.onnx', 'reference.csv.gz', 'training.csv.gz'];
    expect(Object.keys(files).sort()).toEqual(expected);
    const others = ['manifest.json', 'profile.json'];
    expect(readdirSync(versionOf(name, version).path).sort()).toEqual([...expected, ...others].sort());
  });
});

describe.each([...new Set(shippedVersions().map(([name]) => name))])('models/%s/aliases.json', (name) => {
  test('names a champion, and only existing versions', () => {
    const { aliases, versions } = models.find((model) => model.name === name) as ModelFolder;
    const present = versions.map(({ version }) => version);
    const named = Object.entries(aliases ?? {}).filter(([, version]) => version !== null);
    expect(Object.fromEntries(named)).toHaveProperty('champion');
    expect(named.filter(([, version]) => !present.includes(version as number))).toEqual([]);
  });
});
