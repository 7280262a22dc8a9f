import { beforeEach, describe, expect, test } from '@jest/globals';
import { buildProfile, prepareProfile } from '@plumbline/evaluation';
import { createMetrics, type MetricSet } from '@plumbline/metrics';
import { nextTurn } from '@plumbline/tasks';
import type { Feature, FeatureRow, Manifest } from '../../models/manifest/index.js';
import { ModelRegistry, type ServedModel } from '../../models/registry/index.js';
import { InputMonitor } from './input-monitor.js';

/** Ages 20 to 59 evenly, and two colours of which red is three times as frequent. */
const REFERENCE_ROWS = 400;
const reference = Array.from({ length: REFERENCE_ROWS }, (_, index) => ({
  age: 20 + (index % 40),
  colour: index % 4 === 0 ? 'blue' : 'red',
  note: `patient ${index % 2 === 0 ? 'well' : 'ill'} today`,
}));

const profile = prepareProfile(
  buildProfile(
    {
      rows: {
        age: reference.map(({ age }) => age),
        colour: reference.map(({ colour }) => colour),
        note: reference.map(({ note }) => note),
      },
      predictions: reference.map(({ age }) => (age < 40 ? 'no' : 'yes')),
      probabilities: null,
      actual: null,
    },
    {
      features: [
        { name: 'age', kind: 'numerical', integer: true },
        { name: 'colour', kind: 'categorical', categories: ['blue', 'red', 'green'] },
        { name: 'note', kind: 'text' },
      ],
      classes: ['no', 'yes'],
      positiveClass: 'yes',
      chunkRows: 100,
    },
  ),
);

const features: Partial<Feature>[] = [
  { name: 'age', type: 'integer' },
  { name: 'colour', type: 'category', categories: ['blue', 'red', 'green'], allow_unknown: true },
  { name: 'note', type: 'text' },
];

const served = (version: number, withProfile = true, changed = features) =>
  ({
    manifest: { name: 'm', version, features: changed } as Manifest,
    profile: withProfile ? profile : undefined,
  }) as ServedModel;

const usual = { age: 30, colour: 'red', note: 'patient well today' };

let registry: ModelRegistry;
let metrics: MetricSet;
let monitor: InputMonitor;
let model: ServedModel;

beforeEach(async () => {
  model = served(1);
  registry = new ModelRegistry([model], [], 'm');
  metrics = createMetrics('predict');
  monitor = new InputMonitor(registry, metrics, { metrics: { minGroup: 1 } });
  await monitor.onModuleInit();
});

type Counted =
  'drift_count_total' | 'feature_values_total' | 'feature_quality_total' | 'feature_reference_ratio';

async function valuesOf(name: Counted, feature?: string): Promise<[string, number][]> {
  const { values } = await metrics.get(name).get();
  return values
    .filter(({ labels }) => feature === undefined || labels.feature === feature)
    .map(({ labels, value }) => [String(labels.bin ?? labels.issue ?? labels.version), value]);
}

const positive = (values: readonly [string, number][]) => values.filter(([, value]) => value > 0);

describe('the features outside the reference', () => {
  test.each<[string, Partial<FeatureRow>, string[]]>([
    ['none of a usual row', {}, []],
    ['none at the ends of the range', { age: 59 }, []],
    ['a number above the largest', { age: 150 }, ['age']],
    ['a number below the smallest', { age: 0 }, ['age']],
    ['a category that the reference knows of but does not have', { colour: 'green' }, ['colour']],
    ['a category that nobody knows', { colour: 'infrared' }, ['colour']],
    ['a text that is longer than any, once', { note: 'patient well today '.repeat(9) }, ['note']],
    ['several, in the order of the features', { note: '', age: 19, colour: 'x' }, ['age', 'colour', 'note']],
  ])('are %s', (_, change, expected) => {
    expect(monitor.answered(model, { ...usual, ...change })).toEqual(expected);
  });

  test('are unknown for a version without a profile', () => {
    const other = served(2, false);
    registry.replace({ served: [model, other], unavailable: [], aliases: new Map() });
    expect(monitor.answered(other, usual)).toBeUndefined();
  });
});

describe('series', () => {
  test('exist at 0 before the first prediction, for every possible bin and issue', async () => {
    const bins = await valuesOf('feature_values_total');
    expect(bins.every(([, value]) => value === 0)).toBe(true);
    const ages = await valuesOf('feature_values_total', 'age');
    expect(ages.length).toBe(profile.columns[0]!.labels.length);
    expect(await valuesOf('feature_values_total', 'colour')).toEqual([
      ['blue', 0],
      ['green', 0],
      ['red', 0],
      ['__other__', 0],
    ]);
    expect(await valuesOf('drift_count_total')).toEqual([['1', 0]]);
    expect(await valuesOf('feature_quality_total', 'age')).toEqual([['out_of_range', 0]]);
    expect(await valuesOf('feature_quality_total', 'colour')).toEqual([['new_category', 0]]);
    expect(await valuesOf('feature_quality_total', 'note')).toEqual([['missing', 0]]);
    expect(await valuesOf('feature_quality_total', 'note.length')).toEqual([['out_of_range', 0]]);
  });

  test('of issues exist for values that the manifest allows', async () => {
    const narrow: Partial<Feature>[] = [
      { name: 'age', type: 'integer', minimum: 20, maximum: 59 },
      { name: 'colour', type: 'category', categories: ['blue', 'red'], allow_unknown: false },
    ];
    const wider: Partial<Feature>[] = [
      { name: 'age', type: 'integer', minimum: 20, maximum: 60 },
      { name: 'colour', type: 'category', categories: ['blue', 'green'], allow_unknown: false },
    ];
    const versions = [served(2, true, narrow), served(3, true, wider)];
    registry.replace({ served: versions, unavailable: [], aliases: new Map() });
    await nextTurn();
    const { values } = await metrics.get('feature_quality_total').get();
    const issues = (version: string) =>
      values
        .filter(({ labels }) => labels.version === version && /^(age|colour)$/.test(String(labels.feature)))
        .map(({ labels }) => labels.issue);
    expect(issues('2')).toEqual([]);
    expect(issues('3')).toEqual(['out_of_range', 'new_category']);
  });

  test('have the share of the reference in each bin, except for categories that it lacks', async () => {
    expect(await valuesOf('feature_reference_ratio', 'colour')).toEqual([
      ['blue', 0.25],
      ['red', 0.75],
    ]);
    const ages = await valuesOf('feature_reference_ratio', 'age');
    expect(ages.map(([bin]) => bin)).toEqual(profile.columns[0]!.labels);
    expect(ages.reduce((sum, [, value]) => sum + value, 0)).toBeCloseTo(1, 12);
  });

  test('count every value once, however often the metrics are read', async () => {
    for (let row = 0; row < 3; row++) monitor.answered(model, usual);
    monitor.answered(model, { age: 99, colour: 'green', note: ' ' });
    for (let read = 0; read < 2; read++) {
      expect(positive(await valuesOf('feature_values_total', 'colour'))).toEqual([
        ['green', 1],
        ['red', 3],
      ]);
      const words = await valuesOf('feature_values_total', 'note.words');
      expect(words.reduce((sum, [, value]) => sum + value, 0)).toBe(4);
      expect(await valuesOf('drift_count_total')).toEqual([['1', 1]]);
      expect(await valuesOf('feature_quality_total', 'age')).toEqual([['out_of_range', 1]]);
      expect(await valuesOf('feature_quality_total', 'colour')).toEqual([['new_category', 1]]);
      expect(await valuesOf('feature_quality_total', 'note')).toEqual([['missing', 1]]);
    }
  });

  test('of a version continue when another version is added, whose series start at 0', async () => {
    monitor.answered(model, usual);
    const next = served(2);
    registry.replace({ served: [model, next], unavailable: [], aliases: new Map() });
    await nextTurn();
    monitor.answered(model, usual);
    monitor.answered(next, { ...usual, age: 150 });
    expect(await valuesOf('drift_count_total')).toEqual([
      ['1', 0],
      ['2', 1],
    ]);
    const red = (await valuesOf('feature_values_total', 'colour')).filter(([bin]) => bin === 'red');
    expect(red.map(([, value]) => value)).toEqual([2, 1]);
  });

  test('move by no fewer predictions of a version than the minimum', async () => {
    const grouped = new InputMonitor(registry, metrics, { metrics: { minGroup: 3 } });
    const next = served(2);
    registry.replace({ served: [model, next], unavailable: [], aliases: new Map() });
    await grouped.onModuleInit();
    for (const each of [model, next, model]) grouped.answered(each, { ...usual, age: 150 });
    expect(positive(await valuesOf('drift_count_total'))).toEqual([]);
    grouped.answered(model, usual);
    expect(positive(await valuesOf('drift_count_total'))).toEqual([['1', 2]]);
    expect(positive(await valuesOf('feature_values_total', 'colour'))).toEqual([['red', 3]]);
  });

  test('of a removed version keep their counts until they are removed', async () => {
    monitor.answered(model, usual);
    registry.replace({ served: [], unavailable: [], aliases: new Map() });
    expect(positive(await valuesOf('feature_values_total', 'colour'))).toEqual([['red', 1]]);
    await metrics.forgetVersion('m', 1);
    expect(await valuesOf('feature_values_total')).toEqual([]);
  });
});
