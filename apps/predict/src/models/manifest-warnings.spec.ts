import { expect, test } from '@jest/globals';
import { shippedModels, shippedVersions, readVersionFile } from '../../test/toy-models.js';
import type { Manifest } from './manifest.schema.js';
import { manifestSchema } from './manifest.schema.js';
import { manifestWarnings } from './manifest-warnings.js';

type Window = { minimum: number; size?: number; max_age_s?: number };

const warningsOf = (feedback: Window, predictions: Window) =>
  manifestWarnings({ windows: { feedback, predictions } as Manifest['windows'] });

const usual = { size: 2_000, minimum: 1_000, max_age_s: 86_400 };

test.each([
  [{ size: 150, minimum: 50 }, usual],
  [
    { size: 30, minimum: 30 },
    { ...usual, minimum: 30 },
  ],
  [{ size: 1_000, minimum: 600, max_age_s: 60 }, usual],
])('windows whose alerts can fire and mean something get no warning: %j, %j', (feedback, predictions) => {
  expect(warningsOf(feedback, predictions)).toEqual([]);
});

test('a minimum that chance alone can move is named with its window and what to ask for', () => {
  expect(warningsOf({ size: 20, minimum: 4 }, { ...usual, minimum: 29 })).toEqual([
    'windows.feedback.minimum is 4: alerts judge the model by so few labels that chance alone can raise them; ask for at least 30',
    'windows.predictions.minimum is 29: alerts judge the model by so few predictions that chance alone can raise them; ask for at least 30',
  ]);
});

test('a window that hardly any traffic fills is named with the rows a second that it takes', () => {
  expect(warningsOf({ minimum: 5_000, max_age_s: 60 }, { minimum: 1_000, max_age_s: 10 })).toEqual([
    'windows.feedback: a minimum of 5000 within a max_age_s of 60 takes 84 labels a second; with fewer no alert about the window can fire',
    'windows.predictions: a minimum of 1000 within a max_age_s of 10 takes 100 predictions a second; with fewer no alert about the window can fire',
  ]);
});

test.each(shippedVersions())('%s version %i gets no warning', (model, version) => {
  const manifest = readVersionFile(shippedModels, `${model}/${version}`, 'manifest.json');
  expect(manifestWarnings(manifestSchema.parse(manifest))).toEqual([]);
});
