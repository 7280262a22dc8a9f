import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { buildProfile } from '@plumbline/evaluation';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { toyRecord } from '../../../test/toy-records.js';
import { type Manifest, manifestSchema } from '../../models/manifest/index.js';
import { profileSpecOf } from '../../models/profiles/index.js';
import { PredictionRepository } from '../../predictions/log/prediction.repository.js';
import { EvaluationWorker } from './evaluation-worker.js';
import type { EvaluationResult } from './model-evaluation.js';

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;

const base = manifestSchema.parse(readVersionFile(toyModels, 'parity/1', 'manifest.json'));
const manifestWith = (drift_baseline: Manifest['drift_baseline']): Manifest => ({
  ...base,
  drift_baseline,
  windows: { ...base.windows, predictions: { size: 100, minimum: 50, max_age_s: 3_600 } },
});
const previous = manifestWith({ kind: 'previous_window' });

/** The reference has the numbers 0 to 9, evenly. */
const numbers = Array.from({ length: 1_000 }, (_, row) => row % 10);
const parityOf = (number: number) => (number % 2 === 0 ? 'even' : 'odd');
const reference = buildProfile(
  { rows: { number: numbers }, predictions: numbers.map(parityOf), probabilities: null, actual: null },
  profileSpecOf(base),
);

let database: TestDatabase;
let worker: EvaluationWorker;
let now: number;
beforeEach(async () => {
  database = await predictTestDatabase();
  now = Date.now();
  worker = new EvaluationWorker({
    stamp: () => Promise.resolve('one'),
    read: () => Promise.resolve({ sha256: 'one', profile: reference, rows: undefined }),
  });
});
afterEach(async () => {
  await worker.close();
  await database.close();
});

/** Logs 100 predictions of the numbers from `least` to `least + 4`, a millisecond apart. */
async function log(least: number, ageMs: number): Promise<void> {
  const records = Array.from({ length: 100 }, (_, row) => {
    const number = least + (row % 5);
    const at = now - ageMs + row;
    return toyRecord({
      at,
      model: 'parity',
      features: { number },
      prediction: parityOf(number),
      probabilities: undefined,
    });
  });
  await new PredictionRepository(database.pool, 90).insert(
    records.map((record) => Buffer.from(JSON.stringify(record))),
  );
}

async function evaluate(
  manifest: Manifest,
): Promise<EvaluationResult & { readonly outcome: string | undefined }> {
  const outcomes: string[] = [];
  const versions = [{ manifest, folder: '', budgetMs: 300_000 }];
  const limits = { budgetMs: 300_000, idleTimeoutMs: 300_000 };
  await worker.run({ databaseUrl: database.url, versions, ...limits }, (report) => {
    if (report.type === 'evaluated') outcomes.push(report.outcome);
  });
  const { rows } = await database.pool.query<{ result: EvaluationResult }>(
    "SELECT result FROM predict.evaluations WHERE model = 'parity' AND version = 1",
  );
  return { ...rows[0]!.result, outcome: outcomes[0] };
}

const hasDrifted = ({ drift }: EvaluationResult) => drift?.columns[0]?.drift?.drifted;

test('a window is compared with the predictions before it instead of the reference', async () => {
  await log(5, 30 * MINUTE_MS);
  await log(5, MINUTE_MS);
  const { baseline, ...withReference } = await evaluate(manifestWith(undefined));
  expect([hasDrifted(withReference), baseline]).toEqual([
    true,
    { kind: 'reference', weeks: null, rows: 1_000, since: null, until: null, absent: null },
  ]);
  const found = await evaluate(previous);
  expect(found.baseline).toMatchObject({ kind: 'previous_window', rows: 100, absent: null });
  expect(Date.parse(found.baseline!.until!)).toBeLessThan(Date.parse(found.predictions.from!));
  expect(hasDrifted(found)).toBe(false);
  await log(0, 0);
  expect(hasDrifted(await evaluate(previous))).toBe(true);
});

test('with too few earlier predictions there is no drift, and the reason', async () => {
  await log(5, MINUTE_MS);
  const { baseline, drift, outcome } = await evaluate(previous);
  expect([baseline?.rows, baseline?.absent]).toEqual([0, '0 of at least 50 predictions of this version']);
  expect(drift?.dataset).toMatchObject({ computed: 0, share: null, datasetDrifted: false });
  expect([drift?.columns[0]?.drift, drift?.prediction.drift]).toEqual([null, null]);
  expect(drift?.columns[0]?.summary.rows).toBe(100);
  expect(outcome).toBe('computed');
});

test('a window is compared with the same hours of the weeks before', async () => {
  const weekly = manifestWith({ kind: 'same_hours', weeks: 2 });
  await log(5, MINUTE_MS);
  await log(5, WEEK_MS + MINUTE_MS - 1_000);
  expect((await evaluate(weekly)).baseline).toMatchObject({ rows: 0 });
  await log(5, WEEK_MS + MINUTE_MS);
  const found = await evaluate(weekly);
  expect(found).toMatchObject({ outcome: 'computed', baseline: { kind: 'same_hours', weeks: 2 } });
  expect(hasDrifted(found)).toBe(false);
  expect((await evaluate(weekly)).outcome).toBe('unchanged');
});
