import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { populationStability } from '../comparison/index.js';
import { featureDrift } from '../drift/index.js';
import { categorical, numeric, NumericSample } from '../samples/index.js';
import { CategoryCounts } from './category-counts.js';
import { EdgeHistogram } from './edge-histogram.js';
import { KllSketch, rankError } from './kll-sketch.js';
import { MomentSums } from './moment-sums.js';

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { maxLength: 60 });
const letters = fc.array(fc.constantFrom('a', 'b', 'c', 1, 2), { maxLength: 60 });

function filled<Sums extends { add(value: never): void }>(sums: Sums, values: readonly unknown[]): Sums {
  for (const value of values) sums.add(value as never);
  return sums;
}

describe('a histogram between fixed edges', () => {
  const edges = Float64Array.of(-10, 0, 10);
  const histogram = (values: readonly number[]) => filled(new EdgeHistogram(edges), values);

  test('merges to the histogram of all values, and forgets what is removed', () => {
    fc.assert(
      fc.property(numbers, numbers, (left, right) => {
        const merged = histogram(left);
        merged.merge(histogram(right));
        expect(merged).toEqual(histogram([...left, ...right]));
        for (const value of right) merged.remove(value);
        expect(merged).toEqual(histogram(left));
      }),
    );
  });

  test('gives the PSI that the values give', () => {
    const [reference, current] = [
      [-20, -5, 5, 6, 20],
      [-1, 1, 2, 30],
    ];
    const { score } = featureDrift(numeric(reference), numeric(current), { method: 'psi', binning: edges });
    expect(populationStability(histogram(reference).counts, histogram(current).counts)).toBe(score);
  });

  test('puts a value on an edge above it', () => {
    expect([...histogram([-10, 0, 10]).counts]).toEqual([0, 1, 1, 1]);
  });

  test('leaves NaN out', () => {
    const counts = histogram([5, NaN]);
    expect(counts).toEqual(histogram([5]));
    counts.remove(NaN);
    expect(counts).toEqual(histogram([5]));
  });

  test('refuses other edges and a wrong number of counts', () => {
    expect(() => histogram([]).merge(new EdgeHistogram(Float64Array.of(1)))).toThrow('the edges differ');
    expect(() => new EdgeHistogram(edges, [1])).toThrow('one more bin');
  });
});

describe('category counts', () => {
  const counted = (values: readonly (string | number)[], limit?: number) =>
    filled(new CategoryCounts(limit), values);
  const sorted = (counts: CategoryCounts) =>
    counts.entries().sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));

  test('merge to the counts of all values, and forget what is removed', () => {
    fc.assert(
      fc.property(letters, letters, (left, right) => {
        const merged = counted(left);
        merged.merge(counted(right));
        expect(sorted(merged)).toEqual(sorted(counted([...left, ...right])));
        for (const value of right) merged.remove(value);
        expect(sorted(merged)).toEqual(sorted(counted(left)));
      }),
    );
  });

  test('make the sample that the values make, but for the order of rows', () => {
    expect(counted(['b', 'a', 'b']).sample()).toEqual(categorical(['a', 'b', 'b']));
  });

  test('stay bounded: categories beyond the limit share a count', () => {
    const counts = counted(['a', 'b', 'c', 'd', 'a'], 2);
    expect([counts.of('a'), counts.of('c'), counts.beyondLimit, counts.total]).toEqual([2, 0, 2, 5]);
    counts.remove('d');
    expect(counts.beyondLimit).toBe(1);
  });
});

describe('moments', () => {
  test('merge to those of all values', () => {
    fc.assert(
      fc.property(numbers, numbers, (left, right) => {
        const merged = filled(new MomentSums(), left);
        merged.merge(filled(new MomentSums(), right));
        const whole = filled(new MomentSums(), [...left, ...right]);
        expect([merged.count, merged.least, merged.most]).toEqual([whole.count, whole.least, whole.most]);
        if (whole.count > 1) {
          expect(Math.abs(merged.mean - whole.mean)).toBeLessThanOrEqual(1e-9 * 1e6);
          expect(Math.abs(merged.variance - whole.variance)).toBeLessThanOrEqual(
            1e-9 * whole.variance + 1e-9,
          );
        }
      }),
    );
  });

  test('are undefined without values, and survive being stored', () => {
    const empty = new MomentSums();
    expect([empty.mean, empty.variance, empty.least, empty.most]).toEqual([NaN, NaN, NaN, NaN]);
    const restored = new MomentSums(JSON.parse(JSON.stringify(empty.state)) as typeof empty.state);
    restored.add(3);
    expect([restored.mean, restored.least, restored.most]).toEqual([3, 3, 3]);
  });
});

describe('a KLL sketch', () => {
  const options = { numRuns: 15, seed: 7 };
  const stream = fc.record({
    size: fc.integer({ min: 1, max: 20_000 }),
    parts: fc.integer({ min: 1, max: 6 }),
    shape: fc.constantFrom(
      (u: number) => u,
      (u: number) => Math.round(u * 20),
      (u: number) => 1 / u,
      () => 5,
    ),
    order: fc.constantFrom('random', 'ascending', 'descending'),
    seed: fc.integer({ min: 1, max: 1_000_000 }),
  });

  function draw(size: number, shape: (u: number) => number, order: string, seed: number): Float64Array {
    let state = seed;
    const values = Float64Array.from({ length: size }, () => {
      state = (state * 48271) % 2147483647;
      return shape(state / 2147483647);
    });
    if (order !== 'random') values.sort();
    return order === 'descending' ? values.reverse() : values;
  }

  test('of merged parts is within the stated rank error of all values', () => {
    fc.assert(
      fc.property(stream, ({ size, parts, shape, order, seed }) => {
        const values = draw(size, shape, order, seed);
        const sketches = Array.from(
          { length: parts },
          (_, part) => new KllSketch(200, undefined, seed + part),
        );
        values.forEach((value, index) => sketches[index % parts]!.add(value));
        const [sketch] = sketches as [KllSketch, ...KllSketch[]];
        for (const other of sketches.slice(1)) sketch.merge(other);
        expect(sketch.total).toBe(size);
        const sorted = values.slice().sort();
        for (let percent = 1; percent < 100; percent++) {
          const value = sorted[Math.floor((percent / 100) * (size - 1))]!;
          const share = sorted.filter((other) => other <= value).length / size;
          expect(Math.abs(sketch.share(value) - share)).toBeLessThanOrEqual(rankError(200));
        }
        expect(sketch.ranks().values.length).toBeLessThan(200 * 3 + 8 * 16);
      }),
      options,
    );
  });

  test('is exact as long as it holds every value', () => {
    const sketch = filled(new KllSketch(100), [3, 1, 2, 2]);
    expect([0, 1, 2, 3].map((value) => sketch.share(value))).toEqual([0, 0.25, 0.75, 1]);
    expect([0.25, 0.5, 1].map((share) => sketch.quantile(share))).toEqual([1, 2, 3]);
    expect([...sketch.evenQuantiles(4)]).toEqual([1, 2, 2, 3]);
  });

  test('leaves NaN out', () => {
    const sketch = filled(new KllSketch(), [1, NaN, 3]);
    expect([sketch.total, sketch.share(2), sketch.quantile(1)]).toEqual([2, 0.5, 3]);
  });

  test('goes on from what was stored', () => {
    const sketch = filled(
      new KllSketch(64),
      Array.from({ length: 1000 }, (_, index) => index),
    );
    const restored = new KllSketch(64, JSON.parse(JSON.stringify(sketch.state)) as typeof sketch.state);
    expect(restored.ranks()).toEqual(sketch.ranks());
    restored.add(5);
    expect(restored.total).toBe(1001);
  });

  test('stands for a reference in a drift test', () => {
    const values = Float64Array.from({ length: 20_000 }, (_, index) => Math.sin(index) * 10);
    const current = numeric(values.subarray(0, 500).map((value) => value + 1));
    const reference = NumericSample.fromSorted(filled(new KllSketch(), [...values]).evenQuantiles(2000));
    const exact = featureDrift(numeric(values), current, { method: 'wasserstein' }).score;
    expect(featureDrift(reference, current, { method: 'wasserstein' }).score).toBeCloseTo(exact, 2);
  });

  test('has no share without values, and refuses a sketch of another accuracy', () => {
    expect([new KllSketch().share(1), new KllSketch().quantile(0.5)]).toEqual([NaN, NaN]);
    expect(new KllSketch().evenQuantiles(3)).toHaveLength(0);
    expect(() => new KllSketch(64).merge(new KllSketch(128))).toThrow('different k');
    expect(() => new KllSketch(4)).toThrow('at least 8');
  });
});
