import { describe, expect, test } from '@jest/globals';
import { buildProfile, type ProfileSpec, type ReferenceTable } from '../profiles/index.js';
import { MersenneTwister } from '../statistics/index.js';
import { evaluateWindow } from './evaluate-window.js';
import type { ErrorEstimate } from './window-evaluation.js';

interface Drawn {
  /** How far the mean of x is from that of the reference. */
  readonly shift?: number;
  /** Errors are this many times as large as on the reference. */
  readonly concept?: number;
  /** How the error depends on the row. */
  readonly deviation?: (x: number, district: string) => number;
}

const growing = (x: number, district: string) => 0.5 + Math.abs(x) * (district === 'hills' ? 1.5 : 0.7);

/** Rows whose error depends on x and the district. */
function table(rows: number, seed: number, { shift = 0, concept = 1, deviation = growing }: Drawn = {}) {
  const random = new MersenneTwister(seed);
  const uniform = () => (random.next() + 0.5) / 2 ** 32;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const x = Array.from({ length: rows }, () => normal() + shift);
  const district = x.map(() => (uniform() < 0.3 ? 'hills' : 'town'));
  const predictions = x.map((value) => 2 * value + 10);
  const actual = predictions.map(
    (value, row) => value + concept * deviation(x[row]!, district[row]!) * normal(),
  );
  return { rows: { x, district }, predictions, probabilities: null, actual };
}

const spec: ProfileSpec = {
  features: [
    { name: 'x', kind: 'numerical' },
    { name: 'district', kind: 'categorical' },
  ],
  classes: null,
  chunkRows: 1_000,
};

const profileOf = (reference: ReferenceTable, changes: Partial<ProfileSpec> = {}) =>
  JSON.parse(JSON.stringify(buildProfile(reference, { ...spec, ...changes }))) as ReturnType<
    typeof buildProfile
  >;

const realised = ({ predictions, actual }: ReturnType<typeof table>) =>
  actual.reduce((sum, value, row) => sum + Math.abs(value - predictions[row]!), 0) / actual.length;

const isWithin = (error: number, { meanAbsoluteError: estimate }: ErrorEstimate) =>
  estimate !== null && estimate.lower! <= error && error <= estimate.upper!;

describe('the error of a regression without labels', () => {
  const reference = table(1_500, 1);
  const profile = profileOf(reference);
  const estimateOf = (window: ReturnType<typeof table>) =>
    evaluateWindow(profile, window).estimatedErrors![0]!;
  const seeds = Array.from({ length: 40 }, (_, index) => index + 100);

  test('is within the band in steady windows, and within the usual range', () => {
    const windows = seeds.map((seed) => table(1_000, seed));
    const estimates = windows.map(estimateOf);
    const held = estimates.filter((estimate, index) => isWithin(realised(windows[index]!), estimate));
    expect(held.length).toBeGreaterThanOrEqual(38);
    expect(estimates.filter(({ meanAbsoluteError }) => meanAbsoluteError!.alert)).toEqual([]);
  });

  test('follows inputs that move to where the error is larger', () => {
    const moved = seeds.slice(0, 10).map((seed) => estimateOf(table(1_000, seed, { shift: 1 })));
    const base = realised(reference);
    for (const { meanAbsoluteError } of moved) expect(meanAbsoluteError!.lower).toBeGreaterThan(1.02 * base);
  });

  test('is absent, and says why, where inputs are outside of what the error model has seen', () => {
    const [near, far] = [0.5, 4].map((shift) => evaluateWindow(profile, table(1_000, 8, { shift })));
    expect(near!.outsideReference).toEqual([]);
    expect(near!.estimatedErrors![0]!.meanAbsoluteError).not.toBeNull();
    expect(far!.outsideReference).toEqual([{ name: 'x', share: expect.closeTo(0.8, 0) }]);
    expect(far!.estimatedErrors).toEqual([
      {
        target: null,
        meanAbsoluteError: null,
        rootMeanSquaredError: null,
        notes: [expect.stringMatching(/^the error is not estimated: \d\d % of the window has values of x/)],
      },
    ]);
  });

  test('does not follow a change of the relation between features and target, which only labels show', () => {
    const window = table(1_000, 7, { concept: 2 });
    const estimate = estimateOf(window);
    expect(estimate.meanAbsoluteError!.value).toBeCloseTo(realised(reference), 1);
    expect(realised(window)).toBeGreaterThan(1.5 * estimate.meanAbsoluteError!.upper!);
  });

  test('has a wider band with fewer reference rows', () => {
    const width = ({ meanAbsoluteError: estimate }: ErrorEstimate) => estimate!.upper! - estimate!.lower!;
    const few = profileOf(table(300, 1));
    const window = table(2_000, 3);
    expect(width(evaluateWindow(few, window).estimatedErrors![0]!)).toBeGreaterThan(
      1.5 * width(estimateOf(window)),
    );
  });

  test('includes the root mean squared error', () => {
    const window = table(2_000, 5);
    const { rootMeanSquaredError: estimate } = estimateOf(window);
    const squares = window.actual.map((value, row) => (value - window.predictions[row]!) ** 2);
    const error = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    expect(estimate!.lower).toBeLessThan(error);
    expect(estimate!.upper).toBeGreaterThan(error);
  });

  test('is that of the reference, with a note, where nothing tells how large an error is', () => {
    const even = table(1_500, 2, { deviation: () => 1 });
    const [estimate] = evaluateWindow(profileOf(even), table(500, 3)).estimatedErrors!;
    expect(estimate!.meanAbsoluteError!.value).toBeCloseTo(realised(even), 12);
    expect(estimate!.notes).toEqual([
      expect.stringMatching(/^estimated mean absolute error: always the error on the reference/),
      expect.stringMatching(/^estimated root mean squared error: always the error on the reference/),
    ]);
  });

  test('is absent, with the reason, below 300 labelled reference rows', () => {
    const [estimate] = evaluateWindow(profileOf(table(299, 2)), table(500, 3)).estimatedErrors!;
    expect(estimate).toEqual({
      target: null,
      meanAbsoluteError: null,
      rootMeanSquaredError: null,
      notes: [
        'estimated mean absolute error: the reference has 299 labelled rows, of at least 300',
        'estimated root mean squared error: the reference has 299 labelled rows, of at least 1000',
      ],
    });
  });

  test('is absent, with the reason, where the band does not hold on held-out reference rows', () => {
    const [early, late] = [table(500, 2), table(500, 3, { concept: 4 })];
    const changing = {
      rows: {
        x: [...early.rows.x, ...late.rows.x],
        district: [...early.rows.district, ...late.rows.district],
      },
      predictions: [...early.predictions, ...late.predictions],
      probabilities: null,
      actual: [...early.actual, ...late.actual],
    };
    const [estimate] = evaluateWindow(profileOf(changing), table(500, 3)).estimatedErrors!;
    expect(estimate!.meanAbsoluteError).toBeNull();
    expect(estimate!.notes[0]).toMatch(
      /^estimated mean absolute error: the error was within the band in only \d+ % of windows of held-out reference rows$/,
    );
  });

  test('does not use a reference row without its label', () => {
    const actual = reference.actual.map((value, row) => (row % 2 === 0 ? value : null));
    const [estimator] = profileOf({ ...reference, actual }).errorEstimators!;
    expect(estimator!.mae).toMatchObject({ rows: 750 });
  });

  test('exists neither for classes nor without labels', () => {
    expect(profileOf({ ...reference, actual: null })).not.toHaveProperty('errorEstimators');
    const classes = { ...reference, predictions: reference.predictions.map(() => 'a'), actual: null };
    expect(profileOf(classes, { classes: ['a', 'b'] })).not.toHaveProperty('errorEstimators');
  });

  test('of several targets is estimated for each', () => {
    const targets = (rows: ReturnType<typeof table>) => ({
      first: rows.predictions,
      second: rows.predictions,
    });
    const actualOutcomes = { first: reference.actual, second: reference.actual.map((value) => value + 5) };
    const two = profileOf(
      { ...reference, outcomes: targets(reference), actualOutcomes },
      {
        outcomes: [
          { name: 'first', kind: 'number' },
          { name: 'second', kind: 'number' },
        ],
      },
    );
    const window = table(1_000, 9);
    const [first, second] = evaluateWindow(two, { ...window, outcomes: targets(window) }).estimatedErrors!;
    expect([first!.target, second!.target]).toEqual(['first', 'second']);
    expect(isWithin(realised(window), first!)).toBe(true);
    expect(second!.meanAbsoluteError!.value).toBeGreaterThan(4);
  });
});
