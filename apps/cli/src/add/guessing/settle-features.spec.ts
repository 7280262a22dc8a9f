import { describe, expect, test } from '@jest/globals';
import type { Column } from '../rows/index.js';
import type { FeatureDraft } from './guess-feature.js';
import { Guesses } from './guesses.js';
import { settleFeatures } from './settle-features.js';

const features: FeatureDraft[] = [
  { name: 'age', type: 'integer', minimum: 0 },
  { name: 'age.group', type: 'category' },
  { name: 'photo', type: 'image', layout: 'channels_first', scale: { mean: 0, std: 255 } },
  { name: 'day', type: 'date', encoding: 'epoch_days' },
];

async function settle(settings: Record<string, string>, leftOut: Column[] = []) {
  const guesses = new Guesses(undefined);
  const settled = await settleFeatures({ guessed: features, leftOut }, settings, guesses);
  return { settled, made: guesses.made, flags: guesses.made.map(({ flag }) => flag) };
}

describe('settleFeatures', () => {
  test('names the option of each guess', async () => {
    const { settled, flags } = await settle({});
    expect(settled).toEqual(features);
    expect(flags).toEqual([
      '--type',
      '--set age.minimum=-100',
      '--set photo.scale=imagenet',
      '--set day.encoding=epoch_seconds',
    ]);
  });

  test('sets keys of features: bounds, layout, scale, encoding', async () => {
    const { settled } = await settle({
      'age.minimum': '-5',
      'age.group.allow_unknown': 'false',
      'photo.layout': 'channels_last',
      'photo.scale': '-1 to 1',
      'day.encoding': 'epoch_seconds',
      'day.minimum': '2020-01-01',
    });
    expect(settled).toMatchObject([
      { minimum: -5 },
      { name: 'age.group', allow_unknown: false },
      { layout: 'channels_last', scale: { mean: 127.5, std: 127.5 } },
      { encoding: 'epoch_seconds', minimum: '2020-01-01' },
    ]);
  });

  test('sets one number of the scale', async () => {
    const { settled } = await settle({ 'photo.scale.std': '128' });
    expect(settled[2]).toMatchObject({ scale: { mean: 0, std: 128 } });
  });

  test('does not guess what is set', async () => {
    const { flags } = await settle({ 'photo.scale': 'imagenet', 'day.encoding': 'epoch_seconds' });
    expect(flags).toEqual(['--type', '--set age.minimum=-100']);
  });

  test('tells which columns are no features', async () => {
    const { made } = await settle({}, [{ name: 'customer_id', cells: [7, 8] }]);
    expect(made).toContainEqual(
      expect.objectContaining({ what: 'no features', value: 'customer_id', flag: '--features' }),
    );
  });

  test('names the features when none is meant', async () => {
    await expect(settle({ 'height.minimum': '0' })).rejects.toThrow(
      '--set height.minimum=0 must name a feature and a key, such as age.maximum=120; the features are age, age.group',
    );
  });
});
