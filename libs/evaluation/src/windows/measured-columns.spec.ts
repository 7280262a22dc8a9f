import { describe, expect, test } from '@jest/globals';
import { featureDrift } from '../drift/index.js';
import { buildProfile, type FeatureSpec, type ReferenceProfile } from '../profiles/index.js';
import { categorical, type FeatureColumn } from '../samples/index.js';
import { MersenneTwister } from '../statistics/index.js';
import { evaluateWindow } from './evaluate-window.js';
import type { WindowEvaluation } from './window-evaluation.js';

const random = (seed: number) => {
  const twister = new MersenneTwister(seed);
  return () => (twister.next() + 0.5) / 2 ** 32;
};
const bell = (next: () => number) => Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next());
const rowsOf = <Value>(size: number, seed: number, make: (next: () => number) => Value): Value[] => {
  const next = random(seed);
  return Array.from({ length: size }, () => make(next));
};

function table(rows: Record<string, FeatureColumn>, size: number) {
  return { rows, predictions: new Float64Array(size), probabilities: null, actual: null };
}

function profileOf(feature: FeatureSpec, values: FeatureColumn): ReferenceProfile {
  const spec = { features: [feature], classes: null, chunkRows: 1_000 };
  const profile = buildProfile(table({ [feature.name]: values }, values.length), spec);
  return JSON.parse(JSON.stringify(profile)) as ReferenceProfile;
}

function evaluate(profile: ReferenceProfile, values: FeatureColumn): WindowEvaluation {
  return evaluateWindow(profile, table({ x: values }, values.length));
}

const driftedOf = ({ columns }: WindowEvaluation) =>
  columns.filter(({ drift }) => drift?.drifted).map(({ name }) => name);

describe('missing values', () => {
  const nullable = (share: number) => (next: () => number) => (next() < share ? null : bell(next));
  const feature = { name: 'x', kind: 'numerical', nullable: true } as const;
  const profile = profileOf(feature, rowsOf(3_000, 1, nullable(0.1)));

  test('have a column of their own, whose score is that of the two proportions', () => {
    const current = rowsOf(1_000, 2, nullable(0.2));
    const [, missing] = evaluate(profile, current).columns;
    const shown = (values: readonly unknown[]) =>
      categorical(values.map((value) => (value === null ? 'missing' : 'present')));
    const { score } = featureDrift(shown(rowsOf(3_000, 1, nullable(0.1))), shown(current), {
      method: 'fisher_exact',
    });
    expect(missing).toMatchObject({
      name: 'x.missing',
      feature: 'x',
      descriptor: 'missing',
      drift: { method: 'fisher_exact', score, threshold: 0.02, drifted: true },
      distribution: { bins: ['missing', 'present', '__other__'] },
    });
  });

  test('count together with the values: a column that is all null has drifted, though it has no score', () => {
    const evaluated = evaluate(profile, new Array<null>(1_000).fill(null));
    expect(evaluated.columns.map(({ failure }) => failure)).toEqual(['empty-current', null]);
    expect(driftedOf(evaluated)).toEqual(['x.missing']);
    expect(evaluated.dataset).toMatchObject({ computed: 1, drifted: 1, datasetDrifted: true });
  });

  test('of the same share do not drift, however rare they are', () => {
    for (const share of [0, 0.0003, 0.003, 0.1]) {
      const steady = profileOf(feature, rowsOf(3_000, 7, nullable(share)));
      const alarms = Array.from({ length: 100 }, (_, seed) =>
        driftedOf(evaluate(steady, rowsOf(1_000, 100 + seed, nullable(share)))),
      ).filter((names) => names.includes('x.missing'));
      expect(alarms.length).toBeLessThanOrEqual(10);
    }
  });

  test('of a text include blank ones', () => {
    const texts = profileOf(
      { name: 'x', kind: 'text', nullable: true },
      new Array<string>(2_000).fill('two words'),
    );
    const blank = Array.from({ length: 1_000 }, (_, row) => ['two words', '  ', null][row % 3]!);
    const missing = evaluate(texts, blank).columns.find(({ name }) => name === 'x.missing');
    expect(missing?.distribution.current).toEqual([666, 334, 0]);
  });
});

describe('dates', () => {
  const dates = (from: number) => (next: () => number) =>
    new Date((from + Math.floor(300 * next())) * 86_400_000).toISOString().slice(0, 10);

  test('are compared as days', () => {
    const profile = profileOf({ name: 'x', kind: 'date' }, rowsOf(2_000, 1, dates(19_000)));
    expect(driftedOf(evaluate(profile, rowsOf(1_000, 2, dates(19_000))))).toEqual([]);
    const later = evaluate(profile, rowsOf(1_000, 3, dates(19_200)));
    expect(driftedOf(later)).toEqual(['x']);
    expect(later.columns[0]?.summary.minimum).toBeGreaterThanOrEqual(19_200);
  });
});

describe('arrays', () => {
  const steps = (change: (step: number, next: () => number) => number | null) => (next: () => number) =>
    Array.from({ length: 24 }, (_, step) => [bell(next), change(step, next)]);
  const steady = steps((_, next) => 20 + bell(next));
  const feature = { name: 'x', kind: 'array', channels: ['wind', 'heat'], nullable: true } as const;
  const profile = profileOf(feature, rowsOf(1_500, 1, steady));

  test('have four columns for each channel', () => {
    expect(profile.columns.map(({ name }) => name)).toEqual(
      ['wind', 'heat'].flatMap((channel) =>
        ['level', 'spread', 'trend', 'missing'].map((measure) => `x.${channel}.${measure}`),
      ),
    );
    expect(driftedOf(evaluate(profile, rowsOf(1_000, 2, steady)))).toEqual([]);
  });

  test.each([
    ['level', steps((_, next) => 21 + bell(next))],
    ['spread', steps((_, next) => 20 + 1.3 * bell(next))],
    ['trend', steps((step, next) => 20 + 0.05 * (step - 11.5) + bell(next))],
    ['missing', steps((_, next) => (next() < 0.05 ? null : 20 + bell(next)))],
  ])('show a change of the %s of one channel', (measure, changed) => {
    const drifted = driftedOf(evaluate(profile, rowsOf(1_000, 3, changed)));
    expect(drifted).toContain(`x.heat.${measure}`);
    expect(drifted.filter((name) => name.startsWith('x.wind'))).toEqual([]);
  });

  test('without names number their channels, and one dimension is one channel', () => {
    const columns = (values: FeatureColumn) =>
      profileOf({ name: 'x', kind: 'array' }, values).columns.map(({ name }) => name);
    expect(columns([[[1, 2]], [[3, 4]]])).toEqual(
      ['0', '1'].flatMap((channel) =>
        ['level', 'spread', 'trend'].map((measure) => `x.${channel}.${measure}`),
      ),
    );
    expect(
      columns([
        [1, 2],
        [3, 4],
      ]),
    ).toEqual(['x.level', 'x.spread', 'x.trend']);
  });

  test('that are missing as a whole lack all their elements', () => {
    const window = rowsOf(1_000, 4, (next) => (next() < 0.2 ? null : steady(next)));
    expect(driftedOf(evaluate(profile, window))).toEqual(['x.wind.missing', 'x.heat.missing']);
  });
});

test('images are compared by the numbers that the reference has', () => {
  const image = (brightness: number) => (next: () => number) => ({
    sha256: '',
    width: 64,
    height: 64,
    brightness: brightness + 0.05 * bell(next),
    contrast: 0.2 + 0.02 * bell(next),
    sharpness: 0.01 * (1 + next()),
  });
  const profile = profileOf({ name: 'x', kind: 'image', nullable: true }, rowsOf(2_000, 1, image(0.5)));
  expect(profile.columns.map(({ name }) => name)).toEqual(
    ['brightness', 'contrast', 'sharpness', 'width', 'height', 'missing'].map((name) => `x.${name}`),
  );
  expect(driftedOf(evaluate(profile, rowsOf(1_000, 2, image(0.5))))).toEqual([]);
  expect(driftedOf(evaluate(profile, rowsOf(1_000, 3, image(0.4))))).toEqual(['x.brightness']);
});

test('a value of another form leaves its columns without a score', () => {
  const profile = profileOf({ name: 'x', kind: 'array' }, [[1], [2], [3]]);
  expect(evaluate(profile, [1, 2]).columns.map(({ failure }) => failure)).toEqual([
    'error',
    'error',
    'error',
  ]);
});
