import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { SqlClient } from '@plumbline/postgres';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { toyRecord } from '../../../test/toy-records.js';
import { type Manifest, manifestSchema } from '../../models/manifest/index.js';
import { PredictionRepository } from '../../predictions/log/prediction.repository.js';
import { WindowRepository } from './window.repository.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await predictTestDatabase();
});
afterAll(() => database.close());

test('the rows of a window have the facts about images without the pictures', async () => {
  const base = manifestSchema.parse(readVersionFile(toyModels, 'parity/1', 'manifest.json'));
  const photo = { name: 'the photo', type: 'image', log: 'image' } as Manifest['features'][number];
  const facts = { sha256: 'ab', width: 8, height: 6, brightness: 0.5, contrast: 0.1, sharpness: 0.2 };
  const features = { 'the photo': { ...facts, image: 'iVBORw0KGgo=' }, number: 1 };
  const record = toyRecord({ model: 'parity', features });
  await new PredictionRepository(database.pool, 90).insert([Buffer.from(JSON.stringify(record))]);
  const windows = new WindowRepository(new SqlClient(database.pool));
  const [logged] = await windows.predictions({ ...base, features: [...base.features, photo] });
  expect(logged?.features).toEqual({ 'the photo': facts, number: 1 });
});
