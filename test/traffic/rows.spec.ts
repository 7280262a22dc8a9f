import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type TrafficOptions } from '../../apps/cli/src/traffic/index.js';
import { driftedFeatures, featureNames, reference } from './reference.js';
import { type StoredRow, TrafficUnderTest } from './traffic-under-test.js';

const COUNT = 1_000;
const heart = { model: 'heart-disease', count: COUNT, seed: 7 } as const;

let traffic: TrafficUnderTest;
let steady: StoredRow[];

beforeAll(async () => {
  traffic = await TrafficUnderTest.start();
  steady = await traffic.rows(heart);
});
afterAll(() => traffic.close());

/** The names of the features that differ from the same row of steady traffic. */
function changed(rows: readonly StoredRow[]): string[] {
  return featureNames.filter((name) =>
    rows.some(({ features }, index) => features[name] !== steady[index]!.features[name]),
  );
}

const asText = (values: readonly unknown[]) => values.map((value) => String(Number(value))).join();

describe('steady traffic', () => {
  test('draws whole rows with their truth from the reference', () => {
    const known = new Set(
      reference.map((row) => `${asText(featureNames.map((name) => row[name]))} ${row['target']}`),
    );
    const sent = steady.map(
      ({ features, actual }) => `${asText(featureNames.map((name) => features[name]))} ${actual}`,
    );
    expect(sent.filter((row) => !known.has(row))).toEqual([]);
    expect(new Set(sent).size).toBeGreaterThan(COUNT / 2);
  });

  test('has the distribution of the reference', () => {
    expect(driftedFeatures(steady)).toEqual([]);
  });

  test('repeats in the same order with the same seed, and differs with another', async () => {
    expect(await traffic.rows({ ...heart, count: 300, batch: 7, rate: 9_000 })).toEqual(steady.slice(0, 300));
    expect(await traffic.rows({ ...heart, count: 300, seed: 8 })).not.toEqual(steady.slice(0, 300));
  });
});

describe('drift', () => {
  /** Three quarters of the features: the five numbers, then categories. */
  const DEFAULT = ['age', 'sex', 'cp', 'trestbps', 'chol', 'fbs', 'restecg', 'thalach', 'exang', 'oldpeak'];

  test.each<[string[] | undefined, string[]]>([
    [undefined, DEFAULT],
    [
      ['thalach', 'cp'],
      ['cp', 'thalach'],
    ],
  ])('of %j changes only these features, and they are found', async (features, drifting) => {
    const rows = await traffic.rows({ ...heart, scenario: 'sudden', after: 0, features });
    expect(changed(rows)).toEqual(drifting);
    expect(driftedFeatures(rows)).toEqual(drifting);
    expect(rows.map(({ actual }) => actual)).toEqual(steady.map(({ actual }) => actual));
  });

  test('that is sudden starts at the named row, by default in the middle', async () => {
    for (const [after, at] of [
      [300, 300],
      [undefined, COUNT / 2],
    ] as const) {
      const rows = await traffic.rows({ ...heart, scenario: 'sudden', after });
      expect(rows.slice(0, at)).toEqual(steady.slice(0, at));
      expect(rows[at]!.features['age']).not.toBe(steady[at]!.features['age']);
    }
  });

  test('that is gradual grows from nothing to full strength', async () => {
    const rows = await traffic.rows({ ...heart, scenario: 'gradual', features: ['thalach'] });
    const shifts = rows.map(({ features }, index) =>
      Math.abs(Number(features['thalach']) - Number(steady[index]!.features['thalach'])),
    );
    const full = Math.max(...shifts);
    expect(shifts[0]).toBe(0);
    expect(Math.abs(shifts[COUNT / 2]! - full / 2)).toBeLessThan(1);
    expect(shifts.at(-1)).toBe(full);
  });

  test('stays within what the model takes at the greatest strength', async () => {
    const summary = await traffic.run({
      ...heart,
      scenario: 'sudden',
      after: 0,
      strength: 1,
      features: featureNames,
    });
    expect(summary).toMatchObject({ ok: true, models: [{ rows: COUNT, errors: 0 }] });
  });

  test('of a text replaces a share of its words by words that are not in the reference', async () => {
    const shop: TrafficOptions = { model: 'product-category', count: 300 };
    const drift = { scenario: 'sudden', after: 0, strength: 0.4, features: ['designation'] } as const;
    const before = await traffic.rows(shop);
    const known = new Set(before.flatMap(({ features }) => wordsOf(features)));
    const after = await traffic.rows({ ...shop, ...drift });
    const words = after.flatMap(({ features }) => wordsOf(features));
    const unknown = words.filter((word) => !known.has(word)).length / words.length;
    expect(unknown).toBeGreaterThan(0.35);
    expect(unknown).toBeLessThan(0.45);
    expect(after.map(({ features }) => features['description'])).toEqual(
      before.map(({ features }) => features['description']),
    );
  });
});

const wordsOf = (features: StoredRow['features']) => String(features['designation']).split(/\s+/);

describe('concept drift', () => {
  test('changes no input, and from the middle on a share of the labels that equals the strength', async () => {
    const rows = await traffic.rows({ ...heart, scenario: 'concept', strength: 0.3 });
    expect(changed(rows)).toEqual([]);
    const wrong = rows.map(({ actual }, index) => actual !== steady[index]!.actual);
    expect(wrong.slice(0, COUNT / 2).some(Boolean)).toBe(false);
    const share = wrong.slice(COUNT / 2).filter(Boolean).length / (COUNT / 2);
    expect(Math.abs(share - 0.3)).toBeLessThan(0.05);
  });

  test('lowers F1', async () => {
    const [calm, drifting] = [await traffic.run(heart), await traffic.run({ ...heart, scenario: 'concept' })];
    expect(drifting.models[0]!.f1!).toBeLessThan(calm.models[0]!.f1! - 0.1);
  });
});
