import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'drizzle-orm';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { until } from '../../../../../test/until.js';
import { type ConnectionRequest, EvaluationConnection } from './evaluation-connection.js';

const [first, second, third] = [1, 2, 3].map((version) => ({ model: 'toy', version }));

let database: TestDatabase;
let request: ConnectionRequest;
let opened: EvaluationConnection[];
beforeEach(async () => {
  database = await predictTestDatabase();
  request = { databaseUrl: database.url, budgetMs: 300_000, idleTimeoutMs: 300_000 };
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((one) => one.close()));
  await database.close();
});

async function replica(changes: Partial<ConnectionRequest> = {}): Promise<EvaluationConnection> {
  const one = await EvaluationConnection.open({ ...request, ...changes });
  opened.push(one);
  return one;
}

describe('the versions that a replica evaluates', () => {
  test('are those that no other replica holds, while its connection lasts', async () => {
    const [left, right] = [await replica(), await replica()];
    expect([...(await left.claim([first!, second!]))]).toEqual(['toy/1', 'toy/2']);
    expect([...(await right.claim([first!, second!, third!]))]).toEqual(['toy/3']);
    expect([...(await left.claim([first!, second!, third!]))]).toEqual(['toy/1', 'toy/2']);
    await left.close();
    expect([...(await right.claim([first!, second!, third!]))].sort()).toEqual(['toy/1', 'toy/2', 'toy/3']);
  });

  test('are released when they are no longer wanted', async () => {
    const [left, right] = [await replica(), await replica()];
    await left.claim([first!, second!]);
    expect([...(await left.claim([second!]))]).toEqual(['toy/2']);
    expect([...(await right.claim([first!, second!]))]).toEqual(['toy/1']);
  });

  test.each([
    ['between two rounds', 'SELECT 1'],
    ['in the middle of a snapshot', 'BEGIN'],
  ])('are free again when the server ends a connection that is silent %s', async (_when, last) => {
    const silent = await replica({ idleTimeoutMs: 2_000 });
    await silent.claim([first!]);
    await silent.sql.run((queries) => queries.execute(sql.raw(last)));
    const other = await replica();
    await until(async () => (await other.claim([first!])).has('toy/1'));
    expect(silent.serves(request)).toBe(false);
  });
});

test('a connection that was killed, or whose server has moved, is not usable', async () => {
  const one = await replica();
  expect(one.serves(request)).toBe(true);
  expect(one.serves({ ...request, databaseUrl: `${request.databaseUrl}?moved` })).toBe(false);
  await database.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'plumbline-predict-evaluation'
       AND datname = current_database()`,
  );
  await until(() => !one.serves(request));
});
