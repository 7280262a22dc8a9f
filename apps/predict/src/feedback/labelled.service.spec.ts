import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { predictTestDatabase, type TestDatabase } from '../../test/predict-test-database.js';
import { readVersionFile, toyModels } from '../../test/toy-models.js';
import { toyRecord } from '../../test/toy-records.js';
import { PredictDatabase } from '../database/index.js';
import type { Manifest } from '../models/manifest/index.js';
import { PredictionRepository } from '../predictions/log/prediction.repository.js';
import { FeedbackRepository } from './feedback.repository.js';
import { LabelledService } from './labelled.service.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await predictTestDatabase();
});
afterEach(() => database.close());

test('a page of large rows ends before its limit, and the next one continues', async () => {
  const note = 'x'.repeat(400_000);
  const records = Array.from({ length: 60 }, () =>
    toyRecord({ model: 'parity', prediction: 'even', features: { note } }),
  );
  await new PredictionRepository(database.pool, 90).insert(
    records.map((record) => Buffer.from(JSON.stringify(record))),
  );
  const predict = new PredictDatabase(database);
  await new FeedbackRepository(predict).save(
    records.map(({ id }) => ({ id, model: 'parity', version: 1, predicted: 'even', actual: 'odd' })),
  );
  const manifest = readVersionFile<Manifest>(toyModels, 'parity/1', 'manifest.json');
  const service = new LabelledService(predict);
  const first = await service.page(manifest, { after: '0', limit: 5_000 });
  expect(first.rows.length).toBeLessThan(60);
  const second = await service.page(manifest, { after: first.next ?? '', limit: 5_000 });
  expect(second.next).toBeNull();
  const ids = [...first.rows, ...second.rows].map(({ prediction_id }) => prediction_id);
  expect(ids).toEqual(records.map(({ id }) => id));
});
