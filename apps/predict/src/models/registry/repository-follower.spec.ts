import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createMetrics, type MetricSet } from '@plumbline/metrics';
import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runOptions } from '../../../test/load-registry.js';
import { ScratchRepository } from '../../../test/toy-models.js';
import { until } from '../../../../../test/until.js';
import type { ModelRegistry } from './model-registry.js';
import { RepositoryFollower } from './repository-follower.js';

Logger.overrideLogger(false);

let repository: ScratchRepository;
let metrics: MetricSet;
let follower: RepositoryFollower;
let registry: ModelRegistry;

beforeEach(async () => {
  repository = new ScratchRepository();
  for (const model of ['greeting', 'mood', 'parity']) repository.remove(model);
  metrics = createMetrics('predict');
  const options = { dir: repository.path, defaultName: 'rent', ...runOptions };
  follower = await RepositoryFollower.open(options, metrics);
  registry = follower.registry;
});
afterEach(async () => {
  await registry.onApplicationShutdown();
  repository.delete();
  jest.restoreAllMocks();
});

const flat = { area: 10, rooms: 1, balcony: false, district: 'centre' };
const served = () =>
  registry.list().map(({ manifest, champion }) => `${manifest.version}${champion ? ' champion' : ''}`);

function point(champion: number | null, previous: number | null = null): void {
  repository.point('rent', { champion, previous, challenger: null });
}

function warnings(): unknown[] {
  const lines: unknown[] = [];
  jest.spyOn(Logger.prototype, 'warn').mockImplementation((line: unknown) => void lines.push(line));
  return lines;
}

async function exported(version: number): Promise<string[]> {
  const lines = (await metrics.registry.metrics()).split('\n');
  return lines.filter((line) => line.includes(`model="rent",version="${version}"`));
}

describe('followNow', () => {
  test('serves a new version without changing the others', async () => {
    repository.copyVersion('rent/2', 'rent/3');
    const before = registry.get('rent', 1);
    await follower.followNow();
    expect(served()).toEqual(['1 champion', '2', '3']);
    expect(registry.get('rent', 1)).toBe(before);
  });

  test('does not call listeners when nothing changed', async () => {
    let calls = 0;
    registry.onChange(() => (calls += 1));
    await follower.followNow();
    expect(calls).toBe(0);
  });

  test('moves the champion with its pointer in answers, listeners and metrics', async () => {
    const calls: (number | undefined)[] = [];
    registry.onChange((models) => calls.push(models.find(({ champion }) => champion)?.manifest.version));
    point(2, 1);
    await follower.followNow();
    expect([registry.default().manifest.version, served(), calls]).toEqual([2, ['1', '2 champion'], [2]]);
    const info = (await metrics.get('model_info').get()).values.map(({ labels }) => labels);
    expect(info.map(({ version, champion }) => [version, champion])).toEqual([
      ['1', 'false'],
      ['2', 'true'],
    ]);
  });

  test('releases a removed version: running requests end, its series are removed, later requests fail', async () => {
    const model = registry.get('rent', 2);
    const running = model.predict(flat);
    repository.remove('rent/2');
    await follower.followNow();
    expect(served()).toEqual(['1 champion']);
    expect(await running).toHaveProperty('prediction');
    await until(async () => (await exported(2)).length === 0);
    await expect(model.predict(flat)).rejects.toThrow('version 2 was removed');
    expect(await exported(1)).not.toEqual([]);
  });

  test('loads a refused version again when its files change', async () => {
    repository.copyVersion('rent/2', 'rent/3');
    const model = join(repository.path, 'rent/3/model.onnx');
    renameSync(model, join(repository.path, 'aside'));
    await follower.followNow();
    expect(registry.unavailable()).toEqual([{ model: 'rent', version: 3, reason: 'model.onnx is missing' }]);
    renameSync(join(repository.path, 'aside'), model);
    await follower.followNow();
    expect([served(), registry.unavailable()]).toEqual([['1 champion', '2', '3'], []]);
  });

  test('forgets a refused version that is removed', async () => {
    repository.copyVersion('rent/2', 'rent/3');
    repository.remove('rent/3/model.onnx');
    await follower.followNow();
    expect(await exported(3)).toEqual(['model_loaded{model="rent",version="3"} 0']);
    repository.remove('rent/3');
    await follower.followNow();
    expect([registry.unavailable(), await exported(3)]).toEqual([[], []]);
  });

  test('a served version whose files are damaged stays in service', async () => {
    repository.write('rent/1', 'golden.json', '[]');
    await follower.followNow();
    expect(served()).toEqual(['1 champion', '2']);
  });

  test.each([
    ['names a missing version', () => point(9)],
    ['cannot be read', () => writeFileSync(join(repository.path, 'rent/aliases.json'), '{"champion": 2')],
    ['is missing', () => repository.remove('rent/aliases.json')],
  ])('the champion stays while its pointer %s', async (_case, damage) => {
    damage();
    await follower.followNow();
    expect(served()).toEqual(['1 champion', '2']);
  });

  test.each([
    ['the champion that stays', 1, 'version 1 stays champion'],
    ['that there is none', null, 'it has no champion'],
  ])('the log names a pointer to a version that is not served, and %s', async (_case, before, rest) => {
    point(before);
    await follower.followNow();
    const warned = warnings();
    point(9);
    await follower.followNow();
    await follower.followNow();
    expect(warned).toEqual([`The champion pointer of rent names version 9, which is not served; ${rest}`]);
  });

  test('the log names a missing previous champion once', async () => {
    const warned = warnings();
    point(1, 9);
    await follower.followNow();
    repository.remove('rent/2');
    await follower.followNow();
    expect(warned).toEqual([
      'The previous champion of rent, version 9, is not served; a rollback is not possible',
    ]);
  });

  test('a champion whose folder is gone is served until the pointer moves, which is logged once', async () => {
    const warned = warnings();
    repository.remove('rent/1');
    await follower.followNow();
    await follower.followNow();
    expect(warned).toEqual(['The folder of rent version 1 is gone; it is served from memory']);
    expect(served()).toEqual(['1 champion', '2']);
    point(2);
    await follower.followNow();
    await follower.followNow();
    expect(served()).toEqual(['2 champion']);
  });

  test('an empty or missing folder, such as an unmounted disk, takes nothing out of service', async () => {
    const aside = `${repository.path}-aside`;
    cpSync(repository.path, aside, { recursive: true });
    repository.remove('rent');
    await follower.followNow();
    expect([served(), follower.isFollowing]).toEqual([['1 champion', '2'], false]);
    rmSync(repository.path, { recursive: true });
    await follower.followNow();
    expect([served(), follower.isFollowing]).toEqual([['1 champion', '2'], false]);
    renameSync(aside, repository.path);
    await follower.followNow();
    expect([served(), follower.isFollowing]).toEqual([['1 champion', '2'], true]);
  });
});
