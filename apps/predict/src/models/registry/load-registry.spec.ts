import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createMetrics, type MetricSet } from '@plumbline/metrics';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScratchRepository } from '../../../test/toy-models.js';
import { loadRegistry, runOptions } from '../../../test/load-registry.js';
import type { ModelRegistry } from './model-registry.js';

Logger.overrideLogger(false);

let repository: ScratchRepository;
let metrics: MetricSet;
let registry: ModelRegistry | undefined;

beforeEach(() => {
  repository = new ScratchRepository();
  metrics = createMetrics('predict');
});
afterEach(async () => {
  await registry?.onApplicationShutdown();
  registry = undefined;
  repository.delete();
});

async function load(): Promise<ModelRegistry> {
  const options = { dir: repository.path, defaultName: 'rent', ...runOptions };
  return (registry = await loadRegistry(options, metrics));
}

const served = (from: ModelRegistry) =>
  from
    .list()
    .map(({ manifest, champion }) => `${manifest.name}/${manifest.version}${champion ? ' champion' : ''}`);

type ModelGauge =
  | 'model_loaded'
  | 'model_info'
  | 'model_validation_f1_score'
  | 'model_validation_error'
  | 'monitoring_window_minimum';

const valuesOf = async (name: ModelGauge) =>
  (await metrics.get(name).get()).values.map(({ labels, value }) => ({ ...labels, value }));

describe('loadRegistry', () => {
  test('serves every version, with the champion that the aliases name', async () => {
    expect(served(await load())).toEqual([
      'greeting/1 champion',
      'mood/1 champion',
      'parity/1 champion',
      'rent/1 champion',
      'rent/2',
    ]);
  });

  test('does not serve a broken version, gives the reason, and serves the others', async () => {
    repository.remove('rent/1/golden.json');
    const from = await load();
    expect(served(from)).toEqual(['greeting/1 champion', 'mood/1 champion', 'parity/1 champion', 'rent/2']);
    expect(from.unavailable()).toEqual([{ model: 'rent', version: 1, reason: 'golden.json is missing' }]);
  });

  test('publishes which versions are served and their quality at registration', async () => {
    repository.remove('rent/1/golden.json');
    await load();
    expect(await valuesOf('model_loaded')).toContainEqual({ model: 'rent', version: '1', value: 0 });
    expect(await valuesOf('model_loaded')).toContainEqual({ model: 'rent', version: '2', value: 1 });
    expect(await valuesOf('model_info')).toContainEqual({
      model: 'parity',
      version: '1',
      model_type: 'Modulo',
      f1_average: 'binary',
      positive_class: 'odd',
      champion: 'true',
      value: 1,
    });
    const f1 = await valuesOf('model_validation_f1_score');
    expect(f1.map(({ model, value }) => [model, value])).toEqual([
      ['greeting', 0.9],
      ['mood', 0.9],
      ['parity', 0.9],
    ]);
    const errors = await valuesOf('model_validation_error');
    expect(errors.map(({ model, version, value }) => [model, version, value])).toEqual([['rent', '2', 1.5]]);
  });

  test('publishes the minimum of each window of a version, whatever its task', async () => {
    const windows = { feedback: { size: 150, minimum: 50 }, predictions: { minimum: 300 } };
    repository.edit('rent/1', 'manifest.json', (manifest) => (manifest['windows'] = windows));
    await load();
    const minimums = await valuesOf('monitoring_window_minimum');
    expect(minimums.filter(({ model }) => model === 'rent')).toEqual([
      { model: 'rent', version: '1', window: 'feedback', value: 50 },
      { model: 'rent', version: '1', window: 'predictions', value: 300 },
      { model: 'rent', version: '2', window: 'feedback', value: 4 },
      { model: 'rent', version: '2', window: 'predictions', value: 1000 },
    ]);
  });

  test('logs a warning about windows that make alerts meaningless', async () => {
    const warned: unknown[] = [];
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation((line) => void warned.push(line));
    const windows = { feedback: { size: 150, minimum: 100 } };
    repository.edit('rent/1', 'manifest.json', (manifest) => (manifest['windows'] = windows));
    await load();
    warn.mockRestore();
    expect(warned.filter((line) => /"rent".*windows/.test(JSON.stringify(line)))).toEqual([
      expect.objectContaining({
        model: 'rent',
        version: 2,
        warning: expect.stringMatching(/^windows\.feedback\.minimum is 4: /),
      }),
    ]);
  });

  test('publishes no F1 at registration where it is undefined', async () => {
    const none = { f1: null, precision: null, recall: null };
    repository.edit('parity/1', 'manifest.json', (manifest) => {
      manifest.metrics = { ...(manifest.metrics as object), ...none };
    });
    expect(served(await load())).toContain('parity/1 champion');
    const f1 = await valuesOf('model_validation_f1_score');
    expect(f1.map(({ model }) => model)).toEqual(['greeting', 'mood']);
  });

  test('has no champion without a readable pointer file; versions can still be named', async () => {
    writeFileSync(join(repository.path, 'rent/aliases.json'), '{"champion": "latest"}');
    const from = await load();
    expect(() => from.default()).toThrow(
      'Model "rent" cannot answer: it has no served champion; POST /models/rent/promote',
    );
    expect(from.get('rent', 2).manifest.version).toBe(2);
  });

  test('ignores unfinished writes and folders that are not models', async () => {
    for (const path of ['.tmp-1', 'rent/.tmp-2', 'Not A Model', 'rent/007', 'rent/latest']) {
      mkdirSync(join(repository.path, path));
    }
    writeFileSync(join(repository.path, 'README.md'), '');
    expect(served(await load())).toHaveLength(5);
  });
});

describe('ModelRegistry', () => {
  test('returns the champion when no version is named', async () => {
    const from = await load();
    expect(from.get('rent').manifest.version).toBe(1);
    expect(from.get('rent', 2).manifest.version).toBe(2);
    expect(from.default()).toBe(from.get('rent'));
  });

  test('distinguishes an unknown model, an unknown version and a version that is not served', async () => {
    repository.remove('rent/2/golden.json');
    const from = await load();
    expect(() => from.get('lease')).toThrow('There is no model "lease".');
    expect(() => from.get('lease', 1)).toThrow('There is no model "lease".');
    expect(() => from.get('rent', 9)).toThrow('Model "rent" has no version "9".');
    expect(() => from.get('rent', 2)).toThrow('Model "rent" cannot answer: golden.json is missing');
  });
});
