import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { PredictDatabase } from '../../database/index.js';
import { type Manifest, manifestSchema } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import type { ServedModel } from '../../models/inference/index.js';
import { VersionTasks } from './version-tasks.js';

const toyManifest = (version: string) =>
  manifestSchema.parse(readVersionFile(toyModels, version, 'manifest.json'));
const [mood, rent] = [toyManifest('mood/1'), toyManifest('rent/2')];

let database: TestDatabase;
beforeEach(async () => {
  database = await predictTestDatabase();
});
afterEach(() => database.close());

function replicaThatServes(...manifests: readonly Manifest[]): VersionTasks {
  const served = manifests.map((manifest) => ({ manifest }) as ServedModel);
  return new VersionTasks(new ModelRegistry(served, [], 'mood'), new PredictDatabase(database));
}

test('a replica knows the task of a version that only another replica has served', async () => {
  await replicaThatServes(mood, rent).record();
  const other = replicaThatServes();
  expect(await other.find({ model: 'mood', version: 1 })).toEqual({
    task: 'multiclass',
    names: ['happy', 'sad', 'neutral'],
  });
  expect(await other.find({ model: 'rent', version: 2 })).toMatchObject({
    task: 'regression',
    names: [],
  });
  expect(await other.find({ model: 'rent', version: 3 })).toBeUndefined();
});

test('a version that returns with other classes is recorded again', async () => {
  await replicaThatServes(mood).record();
  await replicaThatServes({ ...mood, classes: ['up', 'down'] } as Manifest).record();
  expect((await replicaThatServes().find({ model: 'mood', version: 1 }))?.names).toEqual(['up', 'down']);
});
