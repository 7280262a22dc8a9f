import { describe, expect, test } from '@jest/globals';
import { MersenneTwister } from '../statistics/index.js';
import { type CorrelatedColumn, correlationChanges } from './correlation-changes.js';

const LEVEL = 0.001;

/** Columns x, y and z; y goes together with x as `together` says, z with neither. Each row depends on the one before by `past`. */
function columns(
  seed: number,
  together: readonly [reference: number, window: number],
  past = 0,
): CorrelatedColumn[] {
  const random = new MersenneTwister(seed);
  const uniform = () => (random.next() + 0.5) / 2 ** 32;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const series = () => {
    let value = normal();
    return Float64Array.from(
      { length: 1_000 },
      () => (value = past * value + Math.sqrt(1 - past ** 2) * normal()),
    );
  };
  const [reference, window] = together.map((weight) => {
    const [x, own, z] = [series(), series(), series()];
    return { x, y: x.map((value, row) => weight * value + Math.sqrt(1 - weight ** 2) * own[row]!), z };
  });
  return (['x', 'y', 'z'] as const).map((name) => ({
    name,
    reference: reference![name],
    window: window![name],
  }));
}

const seeds = Array.from({ length: 100 }, (_, seed) => seed + 1);

describe('the correlations of a window', () => {
  test('have changed only for the pair whose relation has', () => {
    const { pairs, surest } = correlationChanges(columns(1, [0.6, 0.2]), LEVEL);
    expect(pairs).toBe(3);
    expect(surest.filter(({ changed }) => changed)).toEqual([
      {
        columns: ['x', 'y'],
        reference: expect.closeTo(0.6, 1),
        current: expect.closeTo(0.2, 1),
        pValue: expect.any(Number),
        changed: true,
      },
    ]);
  });

  test.each([0, 0.9])('of steady rows with autocorrelation %d have not', (past) => {
    const changed = seeds.filter(
      (seed) => correlationChanges(columns(seed, [0.6, 0.6], past), 0.01).changed > 0,
    );
    expect(changed.length).toBeLessThanOrEqual(4);
  });

  test('of a change by 0.3 are found in nearly all windows', () => {
    const found = seeds.filter((seed) => correlationChanges(columns(seed, [0.3, 0]), LEVEL).changed === 1);
    expect(found.length).toBeGreaterThanOrEqual(90);
  });

  test('equal those over the rows with both values, and a constant column has none', () => {
    const [x, y] = columns(2, [1, 1]);
    const gaps = { ...y!, window: y!.window.map((value, row) => (row % 3 === 0 ? NaN : value)) };
    const constant = { name: 'c', reference: new Float64Array(1_000), window: new Float64Array(1_000) };
    const found = correlationChanges([x!, gaps, constant], LEVEL);
    expect([found.pairs, found.changed]).toEqual([1, 0]);
    expect(found.surest[0]?.current).toBeCloseTo(1, 5);
  });

  test('are of the first 30 columns', () => {
    const many = Array.from({ length: 32 }, (_, place) => ({
      ...columns(place + 1, [0, 0])[0]!,
      name: `c${place}`,
    }));
    expect(correlationChanges(many, LEVEL)).toMatchObject({ pairs: 435, omittedColumns: 2 });
  });
});
