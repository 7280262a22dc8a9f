import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { PredictDatabase } from '../../database/index.js';
import { type Manifest, manifestSchema } from '../../models/manifest/index.js';
import { ModelRegistry } from '../../models/registry/index.js';
import { FeedbackRepository } from '../../feedback/feedback.repository.js';
import type { ServedModel } from '../../models/inference/index.js';
import { ServedVersions } from './served-versions.js';

const toyManifest = (version: string) =>
  manifestSchema.parse(readVersionFile(toyModels, version, 'manifest.json'));
const [mood, rent] = [toyManifest('mood/1'), toyManifest('rent/2')];

let database: TestDatabase;
beforeEach(async () => {
  database = await predictTestDatabase();
});
afterEach(() => database.close());

/** Records what a replica serves. */
async function serve(...manifests: readonly Manifest[]): Promise<void> {
  const served = manifests.map((manifest) => ({ manifest }) as ServedModel);
  await new ServedVersions(new ModelRegistry(served, [], 'mood'), new PredictDatabase(database)).record();
}

/** What another replica knows of a version. */
const kindOf = (model: string, version: number) =>
  new FeedbackRepository(new PredictDatabase(database)).kindOf({ model, version });

test('a replica knows the task of a version that only another replica has served', async () => {
  await serve(mood, rent);
  expect(await kindOf('mood', 1)).toEqual({ task: 'multiclass', names: ['happy', 'sad', 'neutral'] });
  expect(await kindOf('rent', 2)).toMatchObject({ task: 'regression', names: [] });
  expect(await kindOf('rent', 3)).toBeUndefined();
});

test('a version that returns with other classes is recorded again', async () => {
  await serve(mood);
  await serve({ ...mood, classes: ['up', 'down'] } as Manifest);
  expect((await kindOf('mood', 1))?.names).toEqual(['up', 'down']);
});
