import { describe, expect, test } from '@jest/globals';
import { MersenneTwister } from '../statistics/index.js';
import { Adwin } from './adwin.js';
import { Cusum } from './cusum.js';
import { Ddm } from './ddm.js';
import type { ChangeDetector, Signal } from './detector.js';
import { Eddm } from './eddm.js';
import { HddmA } from './hddm-a.js';
import { HddmW } from './hddm-w.js';
import { Kswin } from './kswin.js';
import { PageHinkley } from './page-hinkley.js';

/** The same stream at every run. */
function* uniform(seed: number): Generator<number, never> {
  const twister = new MersenneTwister(seed);
  for (;;) yield twister.next() / 2 ** 32;
}

/** Sums of twelve draws: near normal, with mean 0 and deviation 1. */
function normals(size: number, seed: number, mean = 0): number[] {
  const source = uniform(seed);
  return Array.from({ length: size }, () => {
    let sum = mean - 6;
    for (let draw = 0; draw < 12; draw++) sum += source.next().value;
    return sum;
  });
}

function errors(size: number, seed: number, rate: number): number[] {
  const source = uniform(seed);
  return Array.from({ length: size }, () => (source.next().value < rate ? 1 : 0));
}

/** Where a detector says `drift`. */
function drifts(detector: ChangeDetector<unknown>, values: readonly number[]): number[] {
  return values.flatMap((value, index) => (detector.update(value) === 'drift' ? [index] : []));
}

const cases = [
  {
    name: 'CUSUM',
    make: (state?: never) => new Cusum({ threshold: 12 }, state),
    steady: normals(5000, 11),
    changed: [...normals(1000, 12), ...normals(500, 13, 1)],
    delay: 40,
  },
  {
    name: 'CUSUM of a fall',
    make: (state?: never) => new Cusum({ threshold: 12, reference: { mean: 0, deviation: 1 } }, state),
    steady: normals(5000, 14),
    changed: [...normals(1000, 15), ...normals(500, 16, -1)],
    delay: 40,
  },
  {
    name: 'Page-Hinkley',
    make: (state?: never) => new PageHinkley({ tolerance: 0.25, threshold: 30 }, state),
    steady: normals(5000, 17),
    changed: [...normals(1000, 18), ...normals(500, 19, 1)],
    delay: 100,
  },
  {
    name: 'Page-Hinkley downwards',
    make: (state?: never) => new PageHinkley({ tolerance: 0.25, threshold: 30, direction: 'down' }, state),
    steady: normals(5000, 20),
    changed: [...normals(1000, 21), ...normals(500, 22, -1)],
    delay: 100,
  },
  {
    name: 'ADWIN',
    make: (state?: never) => new Adwin({}, state),
    steady: normals(5000, 23),
    changed: [...normals(1000, 24), ...normals(500, 25, 1)],
    delay: 100,
  },
  {
    name: 'DDM',
    make: (state?: never) => new Ddm({ warmUp: 100, drift: 4 }, state),
    steady: errors(2000, 26, 0.1),
    changed: [...errors(1000, 27, 0.1), ...errors(500, 28, 0.5)],
    delay: 200,
  },
  {
    name: 'EDDM',
    make: (state?: never) => new Eddm({ warning: 0.7, drift: 0.5 }, state),
    steady: errors(2000, 33, 0.1),
    changed: [...errors(1000, 34, 0.1), ...errors(500, 35, 0.5)],
    delay: 200,
  },
  {
    name: 'HDDM-A',
    make: (state?: never) => new HddmA({}, state),
    steady: errors(5000, 36, 0.1),
    changed: [...errors(1000, 37, 0.1), ...errors(500, 38, 0.5)],
    delay: 100,
  },
  {
    name: 'HDDM-A of a fall',
    make: (state?: never) => new HddmA({ bothSides: true }, state),
    steady: errors(5000, 39, 0.5),
    changed: [...errors(1000, 40, 0.5), ...errors(500, 41, 0.1)],
    delay: 100,
  },
  {
    name: 'HDDM-W',
    make: (state?: never) => new HddmW({}, state),
    steady: errors(2000, 42, 0.1),
    changed: [...errors(1000, 43, 0.1), ...errors(500, 44, 0.5)],
    delay: 100,
  },
  {
    name: 'KSWIN',
    make: (state?: never) => new Kswin({ alpha: 1e-6 }, state),
    steady: normals(2000, 45),
    changed: [...normals(1000, 46), ...normals(500, 47, 2)],
    delay: 60,
  },
];

describe.each(cases)('$name', ({ make, steady, changed, delay }) => {
  test('is silent on a steady stream', () => {
    expect(drifts(make(), steady)).toEqual([]);
  });

  test('finds a change soon after it, not before', () => {
    const [first] = drifts(make(), changed);
    expect(first).toBeGreaterThanOrEqual(1000);
    expect(first).toBeLessThan(1000 + delay);
  });

  test('goes on from what was stored as if it had never stopped', () => {
    const whole = make();
    const expected = changed.map((value) => whole.update(value));
    let detector = make();
    const actual: Signal[] = changed.map((value, index) => {
      if (index % 97 === 0) detector = make(JSON.parse(JSON.stringify(detector.state)) as never);
      return detector.update(value);
    });
    expect(actual).toEqual(expected);
  });
});

test.each(cases)('$name takes no notice of what is no finite number', ({ make, changed }) => {
  const whole = make();
  const expected = changed.map((value) => whole.update(value));
  const detector = make();
  const actual = changed.map((value) => {
    for (const odd of [NaN, Infinity, -Infinity]) expect(detector.update(odd)).toBe('stable');
    return detector.update(value);
  });
  expect(actual).toEqual(expected);
  expect(detector.state).toEqual(whole.state);
});

test('DDM warns before it speaks of drift', () => {
  const detector = new Ddm({ warmUp: 100 });
  const signals = [...errors(1000, 31, 0.1), ...errors(500, 32, 0.5)].map((value) => detector.update(value));
  expect(signals.indexOf('warning')).toBeLessThan(signals.indexOf('drift'));
  expect(signals.indexOf('warning')).toBeGreaterThan(0);
});

test('CUSUM takes a constant stream for steady and any step out of it for a change', () => {
  const detector = new Cusum();
  expect(drifts(detector, Array<number>(100).fill(3))).toEqual([]);
  expect(drifts(detector, Array<number>(10).fill(5))).toHaveLength(1);
});

describe('ADWIN', () => {
  test('keeps the mean and variance of its window, however it is cut into buckets', () => {
    const values = normals(3000, 41);
    const detector = new Adwin();
    values.forEach((value) => detector.update(value));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(detector.window.size).toBe(3000);
    expect(detector.window.mean).toBeCloseTo(mean, 10);
    expect(detector.window.variance).toBeCloseTo(variance, 10);
    expect(detector.state.buckets.length).toBeLessThan(5 * 11);
  });

  test('forgets the values before the change', () => {
    const detector = new Adwin();
    for (const value of [...normals(1000, 42), ...normals(1000, 43, 3)]) detector.update(value);
    expect(detector.window.size).toBeLessThan(1100);
    expect(detector.window.mean).toBeGreaterThan(2.7);
  });
});

test('KSWIN needs a window of twice the recent values', () => {
  expect(() => new Kswin({ windowSize: 50, recentSize: 30 })).toThrow(RangeError);
});
