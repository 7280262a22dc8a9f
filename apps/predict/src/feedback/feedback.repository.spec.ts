import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { predictTestDatabase, type TestDatabase } from '../../test/predict-test-database.js';
import { toyRecord, toyRecords } from '../../test/toy-records.js';
import { PredictionRepository } from '../predictions/log/prediction.repository.js';
import { PredictDatabase } from '../database/index.js';
import { FeedbackUnavailable } from './feedback.errors.js';
import { FeedbackRepository } from './feedback.repository.js';
import type { Label } from './labels.js';

let database: TestDatabase;
let repository: FeedbackRepository;
beforeEach(async () => {
  database = await predictTestDatabase();
  repository = new FeedbackRepository(new PredictDatabase(database));
});
afterEach(() => database.close());

function toyLabels(count: number, version = 1): Label[] {
  return toyRecords(count).map(({ id }) => ({ id, model: 'toy', version, predicted: 'yes', actual: 'no' }));
}

async function storedPlaces(version: number): Promise<{ position: number; revision: number }[]> {
  const { rows } = await database.pool.query<{ position: number; revision: number }>(
    `SELECT position::integer, revision::integer FROM predict.feedback WHERE version = $1 ORDER BY position`,
    [version],
  );
  return rows;
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('FeedbackRepository', () => {
  test('finds predictions by id and leaves out those that do not exist', async () => {
    const record = toyRecord({ prediction: 2.5 });
    await new PredictionRepository(database.pool, 90).insert([Buffer.from(JSON.stringify(record))]);
    const unknown = toyRecord().id;
    expect(await repository.find([unknown, record.id])).toEqual([
      { id: record.id, model: 'toy', version: 1, predicted: '2.5' },
    ]);
  });

  test('numbers the labels of a model version without gaps under concurrent writes', async () => {
    const labels = [...toyLabels(60, 1), ...toyLabels(60, 2)];
    const writers = labels.map((label, index) => {
      const both = [label, labels[(index * 7) % labels.length]!];
      return repository.save(index % 2 === 0 ? both : both.reverse());
    });
    await Promise.all(writers);
    for (const version of [1, 2]) {
      const places = await storedPlaces(version);
      expect(places.map(({ position }) => position)).toEqual(upTo(60));
      expect(places.map(({ revision }) => revision).sort((a, b) => a - b)).toEqual(upTo(60));
    }
  });

  test('keeps nothing of a transaction that fails', async () => {
    const [good, bad] = [toyLabels(1)[0]!, { ...toyLabels(1)[0]!, actual: 'not \0 text' }];
    await expect(repository.save([good, bad])).rejects.toThrow();
    expect(await storedPlaces(1)).toEqual([]);
    expect(await repository.save([good])).toMatchObject([{ status: 'recorded', position: 1, revision: 1 }]);
  });

  test('does not report invalid data as an outage', async () => {
    await expect(repository.find(['not an id'])).rejects.not.toThrow(FeedbackUnavailable);
  });
});

describe('without a database', () => {
  let unreachable: pg.Pool;
  beforeAll(() => {
    unreachable = new pg.Pool({ host: '127.0.0.1', port: 1 });
  });
  afterAll(() => unreachable.end());

  test('find and save reject as unavailable', async () => {
    const close = () => Promise.resolve();
    const cut = new FeedbackRepository(new PredictDatabase({ pool: unreachable, url: '', close }));
    await expect(cut.find([toyRecord().id])).rejects.toThrow(FeedbackUnavailable);
    await expect(cut.save(toyLabels(1))).rejects.toThrow(FeedbackUnavailable);
  });
});
