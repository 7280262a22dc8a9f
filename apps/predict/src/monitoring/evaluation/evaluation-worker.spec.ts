import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildProfile, type ReferenceProfile } from '@plumbline/evaluation';
import { createMetrics } from '@plumbline/metrics';
import { predictTestDatabase, type TestDatabase } from '../../../test/predict-test-database.js';
import { toyRecord } from '../../../test/toy-records.js';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { PredictDatabase } from '../../database/index.js';
import { FeedbackRepository } from '../../feedback/feedback.repository.js';
import { type Manifest, manifestSchema } from '../../models/manifest/index.js';
import type { PredictionRecord } from '../../predictions/log/index.js';
import { PredictionRepository } from '../../predictions/log/prediction.repository.js';
import { profileSpecOf } from '../../models/profiles/index.js';
import { EvaluationGauges } from './evaluation-gauges.js';
import { EvaluationStore } from './evaluation-store.js';
import { EvaluationWorker, type RoundReport } from './evaluation-worker.js';
import type { EvaluationResult } from './model-evaluation.js';
import type { ProfileSource } from './reference-profiles.js';

const base = manifestSchema.parse(readVersionFile(toyModels, 'parity/1', 'manifest.json'));
const manifest: Manifest = {
  ...base,
  windows: { feedback: { size: 20, minimum: 4 }, predictions: { size: 100, minimum: 50, max_age_s: 3_600 } },
};
const HOUR_MS = 3_600_000;

let database: TestDatabase;
let worker: EvaluationWorker;
let profile: () => Awaited<ReturnType<ProfileSource['read']>>;
let stamp: string;
beforeEach(async () => {
  database = await predictTestDatabase();
  [profile, stamp] = [() => ({ sha256: 'one', profile: reference }), 'one'];
  worker = newWorker();
});
afterEach(async () => {
  await worker.close();
  await database.close();
});

const newWorker = () =>
  new EvaluationWorker({ stamp: () => Promise.resolve(stamp), read: () => Promise.resolve(profile()) });

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index % 10);
const parityOf = (number: number) => (number % 2 === 0 ? 'even' : 'odd');

const reference: ReferenceProfile = buildProfile(
  {
    rows: { number: numbers(1_000) },
    predictions: numbers(1_000).map(parityOf),
    probabilities: null,
    actual: null,
  },
  profileSpecOf(manifest),
);

async function log(values: readonly unknown[], ageMs = 1_000): Promise<PredictionRecord[]> {
  const at = Date.now() - ageMs;
  const records = values.map((number) => {
    const features = { number } as PredictionRecord['features'];
    const prediction = parityOf(Number(number));
    return toyRecord({ at, model: 'parity', features, prediction, probabilities: undefined });
  });
  await new PredictionRepository(database.pool, 90).insert(
    records.map((record) => Buffer.from(JSON.stringify(record))),
  );
  return records;
}

/** Makes the first labels two hours older. */
const age = (count: number) =>
  database.pool.query(
    `UPDATE predict.feedback SET received_at = received_at - interval '2 hours' WHERE position <= $1`,
    [count],
  );

async function evaluate(by = worker, watched = manifest): Promise<RoundReport[]> {
  const reports: RoundReport[] = [];
  const limits = { budgetMs: 300_000, idleTimeoutMs: 300_000 };
  const versions = [{ manifest: watched, folder: '', budgetMs: 300_000 }];
  await by.run({ databaseUrl: database.url, versions, ...limits }, (report) => reports.push(report));
  return reports;
}

interface Stored {
  readonly evaluatedAt: Date;
  readonly computedAt: Date;
  readonly result: EvaluationResult;
}

async function stored(): Promise<Stored> {
  const { rows } = await database.pool.query<Stored>(
    `SELECT evaluated_at AS "evaluatedAt", computed_at AS "computedAt", result FROM predict.evaluations
     WHERE model = 'parity' AND version = 1`,
  );
  return rows[0]!;
}

const outcomes = (reports: readonly RoundReport[]) =>
  reports.flatMap((report) => (report.type === 'evaluated' ? [report.outcome] : []));

describe('a round', () => {
  test('stores the state of windows that are too small', async () => {
    await log(numbers(49));
    const reports = await evaluate();
    expect(reports.map(({ type }) => type)).toEqual(['begun', 'evaluated', 'done']);
    const { result } = await stored();
    expect(result).toMatchObject({ profile: 'one', drift: null, quality: null });
    expect(result.predictions).toMatchObject({ rows: 49, minimum: 50, size: 100, maxAgeS: 3_600 });
  });

  test('evaluates the newest rows up to the size, none of them too old', async () => {
    await log(numbers(60), 2 * HOUR_MS);
    await log(numbers(90), HOUR_MS / 2);
    await evaluate();
    expect((await stored()).result.predictions.rows).toBe(90);
    await log(
      numbers(40).map(() => 9),
      0,
    );
    await evaluate();
    const { predictions, drift } = (await stored()).result;
    expect([predictions.rows, drift?.rows]).toEqual([100, 100]);
    expect(drift?.columns[0]?.summary.mostCommonShare).toBe(0.46);
  });

  test('compares the newest rows of a window whose rows have too many values', async () => {
    const scan = { name: 'scan', type: 'array', shape: [400, 125] } as Manifest['features'][number];
    await log(numbers(100));
    await evaluate(worker, { ...manifest, features: [...manifest.features, scan] });
    const { predictions, drift } = (await stored()).result;
    expect([predictions.rows, drift?.rows]).toEqual([100, 79]);
  });

  test('confirms the evaluation when nothing has changed, and is dated by the database', async () => {
    await log(numbers(60));
    expect(outcomes(await evaluate())).toEqual(['computed']);
    const before = await stored();
    expect(outcomes(await evaluate())).toEqual(['unchanged']);
    const after = await stored();
    expect(after.evaluatedAt.getTime()).toBeGreaterThan(before.evaluatedAt.getTime());
    expect({ ...after, evaluatedAt: before.evaluatedAt }).toEqual(before);
  });

  test('computes again after a prediction, feedback, a correction and another profile', async () => {
    const records = await log(numbers(60));
    await evaluate();
    const feedback = new FeedbackRepository(new PredictDatabase(database));
    const labelsOf = (actual: string) =>
      records.slice(0, 8).map(({ id, prediction }) => {
        return { id, model: 'parity', version: 1, predicted: String(prediction), actual };
      });
    await log([3]);
    expect(outcomes(await evaluate())).toEqual(['computed']);
    await feedback.save(labelsOf('odd'));
    expect(outcomes(await evaluate())).toEqual(['computed']);
    expect((await stored()).result).toMatchObject({ feedback: { rows: 8 }, quality: { accuracy: 0.5 } });
    await feedback.save(labelsOf('even').slice(0, 1));
    expect(outcomes(await evaluate())).toEqual(['computed']);
    expect((await stored()).result).toMatchObject({ feedback: { rows: 8 }, quality: { accuracy: 0.625 } });
    await feedback.save(labelsOf('even').slice(0, 1));
    expect(outcomes(await evaluate())).toEqual(['unchanged']);
    [profile, stamp] = [() => ({ sha256: 'two', profile: reference }), 'two'];
    expect(outcomes(await evaluate())).toEqual(['computed']);
    expect((await stored()).result.profile).toBe('two');
  });

  test('leaves out labels that became too old, and computes again without new rows', async () => {
    const feedback = { ...manifest.windows.feedback, max_age_s: 3_600 };
    const aged: Manifest = { ...manifest, windows: { ...manifest.windows, feedback } };
    const records = await log(numbers(10));
    await new FeedbackRepository(new PredictDatabase(database)).save(
      records.map(({ id, prediction: predicted }, index) => {
        return {
          id,
          model: 'parity',
          version: 1,
          predicted: String(predicted),
          actual: index < 2 ? 'odd' : 'even',
        };
      }),
    );
    const evaluated = async () => {
      expect(outcomes(await evaluate(worker, aged))).toEqual(['computed']);
      const { feedback: window, quality } = (await stored()).result;
      return [window.rows, quality?.task === 'binary' ? quality.classes.map(({ support }) => support) : null];
    };
    expect(await evaluated()).toEqual([10, [8, 2]]);
    await age(2);
    expect(await evaluated()).toEqual([8, [8, 0]]);
    await age(7);
    expect(await evaluated()).toEqual([3, null]);
    expect((await stored()).result.feedback.from).not.toBeNull();
    await age(10);
    expect(await evaluated()).toEqual([0, null]);
    expect(outcomes(await evaluate(worker, aged))).toEqual(['unchanged']);
    expect(outcomes(await evaluate())).toEqual(['computed']);
    expect((await stored()).result.feedback.rows).toBe(10);
  });

  test('checks the rules on data, also when rows have left the last hour and none came', async () => {
    const ruled: Manifest = {
      ...manifest,
      windows: { ...manifest.windows, predictions: { size: 100, minimum: 50, max_age_s: 10_800 } },
      data_quality: {
        rules: [
          { metric: 'rows_per_hour', at_least: 60 },
          { metric: 'distinct_values', feature: 'number', at_least: 11 },
        ],
      },
    };
    const checked = async () => {
      await evaluate(worker, ruled);
      const { dataQuality } = (await stored()).result;
      return dataQuality?.rules.map(({ state, value }) => [state, value]);
    };
    await log(numbers(70), HOUR_MS / 2);
    expect(await checked()).toEqual([
      ['unknown', null],
      ['failed', 10],
    ]);
    await log([10], 2 * HOUR_MS);
    expect(await checked()).toEqual([
      ['passed', 70],
      ['passed', 11],
    ]);
    await database.pool.query(`UPDATE predict.predictions SET at = at - interval '40 minutes'
      WHERE id IN (SELECT id FROM predict.predictions ORDER BY at DESC LIMIT 20)`);
    expect(await checked()).toEqual([
      ['failed', 50],
      ['passed', 11],
    ]);
  });

  test('has the same numbers on every replica', async () => {
    await log(numbers(80).map((number) => number / 3));
    await evaluate();
    const { result: before } = await stored();
    await worker.close();
    const other = newWorker();
    expect(outcomes(await evaluate(other))).toEqual(['computed']);
    const { result: after } = await stored();
    await other.close();
    expect({ ...after, durationMs: 0 }).toEqual({ ...before, durationMs: 0 });
  });

  test('does not evaluate a version that another replica evaluates', async () => {
    await evaluate();
    const other = newWorker();
    expect(await evaluate(other)).toEqual([{ type: 'done' }]);
    await other.close();
  });

  test('reports the failure of a version', async () => {
    profile = () => {
      throw new Error('the disk is broken');
    };
    expect((await evaluate())[1]).toMatchObject({
      type: 'failed',
      reason: 'error',
      message: 'the disk is broken',
    });
    profile = () => ({ reason: 'it is damaged', rejected: true });
    expect((await evaluate())[1]).toMatchObject({
      failures: [{ window: 'predictions', reason: 'profile' }],
      noProfile: 'it is damaged',
    });
  });

  test('ends with an outage when the connection is lost, and the next round reconnects', async () => {
    await evaluate();
    await database.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'plumbline-predict-evaluation' AND datname = current_database()`,
    );
    const reports = [...(await evaluate()), ...(await evaluate())];
    expect(reports.at(-1)).toEqual({ type: 'done' });
    expect(outcomes(reports).length).toBeGreaterThan(0);
  });
});

test('the history has the first evaluation of each minute', async () => {
  await log(numbers(60));
  await evaluate();
  await log([1, 3, 5, 7, 9]);
  await evaluate();
  const gauges = new EvaluationGauges(createMetrics('predict'));
  const store = new EvaluationStore(new PredictDatabase(database), gauges);
  const points = await store.history({ model: 'parity', version: 1 }, HOUR_MS / 1_000);
  expect(points.length).toBeLessThanOrEqual(2);
  expect(points[0]).toMatchObject({ driftShare: 0, realised: null, estimated: null });
  expect(points[0]?.at).toMatch(/:00\.000Z$/);
});

test('the worker thread starts without the framework of the service', () => {
  const entry = new URL('../../../dist/monitoring/evaluation/evaluation-worker.js', import.meta.url);
  const script = `await import(${JSON.stringify(entry.href)});
    const { default: { _cache: loaded } } = await import('node:module');
    process.stdout.write(JSON.stringify(Object.keys(loaded)));`;
  const loaded = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }),
  ) as string[];
  expect(loaded.filter((path) => /node_modules.(@nestjs|express|onnxruntime-node)/.test(path))).toEqual([]);
});
