import { describe, expect, test } from '@jest/globals';
import { distances } from '../distances/index.js';
import {
  buildProfile,
  type PredictionRows,
  type ProfileSpec,
  type ReferenceTable,
} from '../profiles/index.js';
import { categorical, numeric, type RawColumn, type RawValue } from '../samples/index.js';
import { evaluateWindow } from './evaluate-window.js';
import { prepareProfile } from './prepared-profile.js';

/** Uniform numbers in (0, 1), the same for a seed. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const spec: ProfileSpec = {
  features: [
    { name: 'amount', kind: 'numerical' },
    { name: 'age', kind: 'numerical', integer: true },
    { name: 'plan', kind: 'categorical', categories: ['a', 'b', 'c', 'd'] },
    { name: 'active', kind: 'categorical' },
  ],
  classes: ['no', 'yes'],
  positiveClass: 'yes',
  chunkRows: 300,
};

function table(size: number, seed: number, shift = 0): ReferenceTable & { rows: Record<string, RawColumn> } {
  const next = uniform(seed);
  const rows = Array.from({ length: size }, () => {
    const amount = shift + next() + next() + next();
    const score = Math.min(0.99, Math.max(0.01, amount / 3));
    return {
      amount,
      age: Math.floor(20 + 50 * next()),
      plan: 'abc'[Math.floor(3 * next())]!,
      active: next() < 0.7,
      score,
      actual: next() < score ? 'yes' : 'no',
    };
  });
  return {
    rows: {
      amount: rows.map(({ amount }) => amount),
      age: rows.map(({ age }) => age),
      plan: rows.map(({ plan }) => plan),
      active: rows.map(({ active }) => active),
    },
    predictions: rows.map(({ score }) => (score >= 0.5 ? 'yes' : 'no')),
    probabilities: rows.flatMap(({ score }) => [1 - score, score]),
    actual: rows.map(({ actual }) => actual),
  };
}

const reference = table(2000, 1);
const profile = buildProfile(reference, spec);
const prepared = prepareProfile(profile);
const column = (window: PredictionRows, name: string) =>
  evaluateWindow(prepared, window).columns.find((candidate) => candidate.name === name)!;

function shuffled(window: PredictionRows): PredictionRows {
  const size = window.predictions.length;
  const order = Array.from({ length: size }, (_, row) => row).sort(
    (a, b) => (((a + 1) * 7919) % 65_537) - (((b + 1) * 7919) % 65_537),
  );
  const moved = <Value>(values: ArrayLike<Value>) => order.map((row) => values[row]!);
  return {
    rows: Object.fromEntries(Object.entries(window.rows).map(([name, values]) => [name, moved(values)])),
    predictions: moved(window.predictions),
    probabilities: order.flatMap((row) => [
      window.probabilities![2 * row]!,
      window.probabilities![2 * row + 1]!,
    ]),
  };
}

describe('a window', () => {
  const current = table(700, 48_271, 0.3);
  const evaluation = evaluateWindow(prepared, current);

  test('has the scores of the distances themselves', () => {
    const rows = { reference: 2_000, current: 700 };
    const amount = distances.anderson_distance.measure(
      numeric(reference.rows['amount'] as number[]),
      numeric(current.rows['amount'] as number[]),
      rows,
    );
    const plan = distances.chisquare_distance.measure(
      categorical(reference.rows['plan']!),
      categorical(current.rows['plan']!),
      rows,
    );
    expect(evaluation.columns.map(({ name, drift }) => [name, drift?.method])).toEqual([
      ['amount', 'anderson_distance'],
      ['age', 'anderson_distance'],
      ['plan', 'chisquare_distance'],
      ['active', 'chisquare_distance'],
    ]);
    expect(evaluation.columns[0]?.drift?.score).toBeCloseTo(amount.score, 12);
    expect(evaluation.columns[2]?.drift?.score).toBe(plan.score);
  });

  test('drifted as a whole by the share of its columns', () => {
    expect(evaluation.dataset).toEqual({
      computed: 4,
      drifted: 1,
      share: 0.25,
      driftShare: 0.5,
      datasetDrifted: false,
    });
    expect(evaluateWindow(prepared, current, { driftShare: 0.25 }).dataset.datasetDrifted).toBe(true);
  });

  test('tells what the model says of itself without labels', () => {
    const steady = evaluateWindow(prepared, table(1000, 9));
    const { actual, predictions } = table(1000, 9);
    const right = Array.from(predictions).filter((label, row) => label === actual![row]);
    expect(steady.estimated?.accuracy.value).toBeCloseTo(right.length / 1000, 1);
    expect(steady.estimated?.f1.alert).toBe(false);
    expect(steady.reconstruction?.alert).toBe(false);
  });

  test('without probabilities has no estimate', () => {
    expect(evaluateWindow(prepared, { ...current, probabilities: null }).estimated).toBeNull();
  });

  test('equal to the reference has not drifted at all', () => {
    const same = evaluateWindow(prepared, reference);
    for (const { drift } of [...same.columns, same.prediction]) expect(drift?.score).toBeCloseTo(0, 12);
    expect(same.dataset.drifted).toBe(0);
  });

  test('is evaluated the same in whatever order its rows are', () => {
    const moved = evaluateWindow(prepared, shuffled(current));
    expect(moved.dataset).toEqual(evaluation.dataset);
    moved.columns.forEach(({ drift, distribution, summary }, index) => {
      const before = evaluation.columns[index]!;
      expect(drift).toEqual(before.drift);
      expect(distribution).toEqual(before.distribution);
      expect(summary.median).toBe(before.summary.median);
    });
  });

  test('is evaluated the same, bit for bit, by a profile that was stored as JSON', () => {
    const stored = prepareProfile(JSON.parse(JSON.stringify(profile)) as typeof profile);
    expect(evaluateWindow(stored, current)).toEqual(evaluation);
    expect(JSON.stringify(evaluateWindow(stored, current))).toBe(JSON.stringify(evaluation));
  });

  test('raises no alert where the reference leaves the limits undefined, also when they were stored as null', () => {
    const one = new Array<string>(2000).fill('yes');
    const poor = buildProfile({ ...reference, actual: one, predictions: one }, spec);
    expect(poor.estimator?.metrics.f1.threshold).toEqual({ lower: NaN, upper: NaN });
    const stored = JSON.parse(JSON.stringify(poor)) as typeof poor;
    expect(evaluateWindow(stored, current)).toEqual(evaluateWindow(poor, current));
    expect(evaluateWindow(stored, current).estimated?.f1).toMatchObject({
      threshold: { lower: null, upper: null },
      alert: false,
    });
  });

  test('is plain JSON', () => {
    expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
  });
});

describe('a bad column fails alone', () => {
  const current = table(400, 3);
  const withColumn = (name: string, values: RawValue[]): PredictionRows => ({
    ...current,
    rows: { ...current.rows, [name]: values },
  });
  const missing = {
    ...current,
    rows: { age: current.rows['age']!, plan: current.rows['plan']!, active: current.rows['active']! },
  };

  test.each([
    ['without any value', withColumn('amount', new Array<null>(400).fill(null)), 'empty-current'],
    ['of infinities', withColumn('amount', new Array<number>(400).fill(Infinity)), 'empty-current'],
    ['of texts', withColumn('amount', new Array<string>(400).fill('12')), 'error'],
    ['that is not there', missing, 'error'],
  ])('%s', (_, window, failure) => {
    const evaluation = evaluateWindow(prepared, window);
    expect(evaluation.columns[0]).toMatchObject({ name: 'amount', drift: null, failure });
    expect(evaluation.dataset.computed).toBe(3);
    expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
  });

  test('and has counts of what was wrong with it', () => {
    const values = [...(current.rows['amount'] as number[])];
    values.splice(0, 5, NaN, Infinity, -Infinity, -3, 99);
    expect(column(withColumn('amount', values), 'amount').summary).toMatchObject({
      rows: 400,
      missing: 1,
      infinite: 2,
      outOfRange: 2,
    });
  });

  test('with a category the reference does not have, counts it apart', () => {
    const values = [...(current.rows['plan'] as string[])];
    values.splice(0, 3, 'd', 'z', 'z');
    const { summary, distribution } = column(withColumn('plan', values), 'plan');
    expect(summary).toMatchObject({ newCategory: 3, unusedCategories: 0, distinct: 5 });
    expect(distribution.bins).toEqual(['a', 'b', 'c', 'd', '__other__']);
    expect(distribution.current.slice(3)).toEqual([1, 2]);
  });
});

test('a window without rows has no scores', () => {
  const empty = evaluateWindow(prepared, {
    rows: { amount: [], age: [], plan: [], active: [] },
    predictions: [],
    probabilities: [],
  });
  expect(empty.dataset).toMatchObject({ computed: 0, drifted: 0, share: null, datasetDrifted: false });
  expect([empty.estimated, empty.reconstruction]).toEqual([null, null]);
});

describe('columns measured by p-value', () => {
  const names = Array.from({ length: 13 }, (_, index) => `x${index}`);
  const next = uniform(17);
  const draw = (size: number) =>
    Object.fromEntries(names.map((name) => [name, Array.from({ length: size }, () => next() + next())]));
  const built = (threshold?: number) => {
    const rows = draw(90);
    const features = names.map((name) => ({
      name,
      kind: 'numerical' as const,
      method: 't_test' as const,
      threshold,
    }));
    const table = { rows, predictions: rows['x0']!, probabilities: null, actual: null };
    return buildProfile(table, { features, classes: null, chunkRows: 80 });
  };
  /** As releases wrote it whose threshold did not depend on the rows. */
  const earlier = () => {
    const profile = built();
    const columns = profile.columns.map((column) => ({ ...column, threshold: 0.05, chance: undefined }));
    return JSON.parse(JSON.stringify({ ...profile, columns })) as typeof profile;
  };
  const evaluated = (of: ReturnType<typeof built>, rows = draw(80)) =>
    evaluateWindow(of, { rows, predictions: rows['x0']!, probabilities: null });
  const windowsWithDrift = (build: () => ReturnType<typeof built>) =>
    Array.from({ length: 20 }, build)
      .flatMap((of) => Array.from({ length: 3 }, () => evaluated(of)))
      .filter(({ dataset }) => dataset.drifted > 0).length;
  const moved = () => ({ ...draw(80), x3: draw(80)['x3']!.map((value) => value + 0.5) });

  test('are judged by the level of a column', () => {
    const { columns } = evaluated(built(), moved());
    expect(columns.find(({ name }) => name === 'x3')?.drift?.drifted).toBe(true);
    for (const { drift } of columns) {
      expect([drift!.threshold, drift!.adjustedP, drift!.pValue]).toEqual([0.02, null, drift!.score]);
      expect(drift!.drifted).toBe(drift!.score < 0.02);
    }
  });

  test('are adjusted for their number with a profile of an earlier release', () => {
    const { columns } = evaluated(earlier(), moved());
    expect(columns.filter(({ drift }) => drift!.drifted).map(({ name }) => name)).toEqual(['x3']);
    for (const { drift } of columns) {
      expect(drift!.adjustedP).toBeGreaterThanOrEqual(drift!.score * (1 - 1e-12));
      expect(drift!.threshold).toBe(0.05);
      expect(drift!.drifted).toBe(drift!.adjustedP! < 0.05);
      expect(drift!.severity).toBeCloseTo(Math.log(drift!.adjustedP!) / Math.log(0.05), 12);
    }
    expect(windowsWithDrift(earlier)).toBeLessThanOrEqual(7);
  });

  test('drift by the p itself where the threshold is their own, also one that equals the usual', () => {
    const profile = JSON.parse(JSON.stringify(built(0.05))) as ReturnType<typeof built>;
    const { columns } = evaluated(profile);
    expect(columns.map(({ drift }) => drift!.adjustedP)).toEqual(names.map(() => null));
    for (const { drift } of columns) {
      expect(drift!.drifted).toBe(drift!.score < 0.05);
      expect(drift!.severity).toBeCloseTo(Math.log(drift!.score) / Math.log(0.05), 12);
    }
    expect(windowsWithDrift(() => built(0.05))).toBeGreaterThan(15);
  });
});

test('a distance of a profile of an earlier release keeps its threshold for every window', () => {
  const features = [{ name: 'amount', kind: 'numerical', method: 'wasserstein' }] as const;
  const [column] = buildProfile(reference, { ...spec, features }).columns;
  const earlier = { ...profile, columns: [{ ...column!, threshold: 0.1, chance: undefined }] };
  const current = table(700, 5, 0.05);
  const { drift } = evaluateWindow(earlier, current).columns[0]!;
  expect(drift).toMatchObject({ method: 'wasserstein', threshold: 0.1, adjustedP: null });
  expect(drift).not.toHaveProperty('pValue');
});
