import { describe, expect, test } from '@jest/globals';
import { buildProfile, type FeatureSpec } from '../profiles/index.js';
import type { RawColumn } from '../samples/index.js';
import { MersenneTwister } from '../statistics/index.js';
import { evaluateWindow } from './evaluate-window.js';
import { type PreparedProfile, prepareProfile } from './prepared-profile.js';
import type { WindowEvaluation } from './window-evaluation.js';

class Draws {
  private readonly twister: MersenneTwister;

  constructor(seed: number) {
    this.twister = new MersenneTwister(seed);
  }

  uniform(): number {
    return (this.twister.next() + 0.5) / 2 ** 32;
  }

  normal(): number {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  normals(rows: number, shift = 0): Float64Array {
    return Float64Array.from({ length: rows }, () => this.normal() + shift);
  }

  /** Autoregressive of order 1, with variance 1. */
  dependent(rows: number, weight: number): Float64Array {
    let value = this.normal();
    return Float64Array.from({ length: rows }, () => {
      value = weight * value + Math.sqrt(1 - weight ** 2) * this.normal();
      return value;
    });
  }

  /** Poisson with mean 0.3, and now and then one more. */
  counts(rows: number, more = 0): Float64Array {
    return Float64Array.from({ length: rows }, () => {
      let count = 0;
      for (let product = this.uniform(); product > Math.exp(-0.3); product *= this.uniform()) count++;
      return count + Number(this.uniform() < more);
    });
  }
}

type Rows = Readonly<Record<string, RawColumn>>;

function tableOf(rows: Rows) {
  const x = Float64Array.from(rows['x'] as Float64Array);
  const predictions = Array.from(x, (value) => (value > 0.5 ? 'high' : 'low'));
  return { rows, predictions, probabilities: null, actual: null };
}

function profileOf(rows: Rows, spec: Partial<FeatureSpec> = {}): PreparedProfile {
  const features = Object.keys(rows).map((name): FeatureSpec => ({ name, kind: 'numerical', ...spec }));
  return prepareProfile(buildProfile(tableOf(rows), { features, classes: ['low', 'high'], chunkRows: 200 }));
}

function evaluations(profile: PreparedProfile, windows: number, draw: () => Rows): WindowEvaluation[] {
  return Array.from({ length: windows }, () => evaluateWindow(profile, tableOf(draw())));
}

/** The number of evaluations in which x drifted. */
function found(all: readonly WindowEvaluation[]): number {
  return all.filter(({ columns }) => columns[0]?.drift?.drifted).length;
}

describe('steady windows', () => {
  test('with a few extreme rows have the usual reconstruction error', () => {
    const draws = new Draws(17);
    const extreme = (rows: number) =>
      Float64Array.from({ length: rows }, () => (draws.uniform() < 1 / 1_500 ? 300 : draws.normal()));
    const table = (rows: number) => {
      const x = draws.normals(rows);
      return { x, y: extreme(rows), z: extreme(rows), w: x.map((value) => value + 0.3 * draws.normal()) };
    };
    const profiles = Array.from({ length: 5 }, () => profileOf(table(1_000)));
    const all = profiles.flatMap((profile) => evaluations(profile, 20, () => table(200)));
    expect(all.filter(({ reconstruction }) => reconstruction?.alert).length).toBeLessThanOrEqual(4);
    // Half of the rows is no exception.
    const torn = (rows: number) => {
      const { w, ...others } = table(rows);
      return { ...others, w: w.map((value, row) => (row % 2 === 0 ? -value : value)) };
    };
    const found = profiles.flatMap((profile) => evaluations(profile, 4, () => torn(200)));
    expect(found.filter(({ reconstruction }) => reconstruction?.alert).length).toBeGreaterThanOrEqual(18);
  });

  test('of rows that depend on the rows before raise no more alarms than others', () => {
    const draws = new Draws(1);
    const profile = profileOf({ x: draws.dependent(5_000, 0.9) });
    const all = evaluations(profile, 150, () => ({ x: draws.dependent(1_000, 0.9) }));
    expect(found(all)).toBeLessThanOrEqual(8);
    expect(all.filter(({ dataset }) => dataset.datasetDrifted).length).toBeLessThanOrEqual(2);
    expect(all.filter(({ prediction }) => prediction.drift?.drifted).length).toBeLessThanOrEqual(2);
    for (const { columns } of all) expect(columns[0]!.drift!.effectiveRows).toBeLessThan(250);
  });

  test('of features that move together seldom make the data set drift', () => {
    const draws = new Draws(2);
    const draw = (rows: number) => {
      const common = draws.normals(rows);
      const names = ['x', 'y', 'z', 'u'];
      return Object.fromEntries(
        names.map((name) => [name, common.map((value) => value + 0.1 * draws.normal())]),
      );
    };
    const all = evaluations(profileOf(draw(5_000)), 200, () => draw(1_000));
    expect(all.filter(({ dataset }) => dataset.datasetDrifted).length).toBeLessThanOrEqual(2);
    expect(found(all)).toBeLessThanOrEqual(10);
  });

  test.each([
    ['heavy tails', (draws: Draws, rows: number) => draws.normals(rows).map((value) => Math.exp(2 * value))],
    ['ties', (draws: Draws, rows: number) => draws.counts(rows)],
  ])('with %s drift about as seldom as others', (_, draw) => {
    const draws = new Draws(3);
    const profiles = Array.from({ length: 5 }, () => profileOf({ x: draw(draws, 2_000) }, { integer: true }));
    const all = profiles.flatMap((profile) => evaluations(profile, 40, () => ({ x: draw(draws, 500) })));
    expect(found(all)).toBeLessThanOrEqual(12);
  });
});

describe('a shift is found', () => {
  test('in windows much larger than the smallest: thresholds fit the window', () => {
    const draws = new Draws(4);
    const profile = profileOf({ x: draws.normals(20_000) });
    const shifted = (by: number) => found(evaluations(profile, 60, () => ({ x: draws.normals(1_000, by) })));
    expect(shifted(0.25)).toBe(60);
    expect(shifted(0.1)).toBeGreaterThanOrEqual(36);
  });

  test('no less often with more rows of reference', () => {
    const draws = new Draws(5);
    const share = (rows: number) => {
      const profile = profileOf({ x: draws.counts(rows) }, { integer: true });
      return found(evaluations(profile, 40, () => ({ x: draws.counts(1_000, 0.14) })));
    };
    expect(share(800)).toBeGreaterThanOrEqual(36);
    expect(share(5_000)).toBeGreaterThanOrEqual(39);
  });

  test('of half an interquartile range in heavy tails, and beside an outlier of the reference', () => {
    const draws = new Draws(6);
    const heavy = (rows: number, shift = 0) =>
      draws.normals(rows).map((value) => Math.exp(2 * value) + shift);
    const tails = profileOf({ x: heavy(5_000) });
    expect(found(evaluations(tails, 20, () => ({ x: heavy(1_000, 1.8) })))).toBe(20);
    const reference = draws.normals(4_000);
    reference[17] = 1e6;
    const [shifted] = evaluations(profileOf({ x: reference }), 1, () => ({ x: draws.normals(1_000, 5) }));
    expect(shifted!.columns[0]!.drift!.severity).toBeGreaterThan(5);
  });

  test('if it begins within the window', () => {
    const draws = new Draws(7);
    const profile = profileOf({ x: draws.normals(5_000) });
    const stepped = () => draws.normals(1_000).map((value, row) => value + (row < 500 ? 0 : 0.7));
    expect(found(evaluations(profile, 20, () => ({ x: stepped() })))).toBe(20);
  });
});

test('a very small shift is no drift, however many rows show it', () => {
  const draws = new Draws(8);
  const profile = profileOf({ x: draws.normals(100_000) });
  const [evaluation] = evaluations(profile, 1, () => ({ x: draws.normals(50_000, 0.03) }));
  const { drifted, pValue, threshold } = evaluation!.columns[0]!.drift!;
  expect([drifted, threshold]).toEqual([false, 0.03]);
  expect(pValue).toBeLessThan(0.001);
});
