import { describe, expect, test } from '@jest/globals';
import type { TrafficManifest } from './reference-model.js';
import { RunQuality } from './run-quality.js';
import { readTruth, wrongTruth } from './truth.js';

const shared = { name: 'm', version: 1, features: [], windows: { feedback: { size: 10 } } };
const multilabel: TrafficManifest = {
  ...{ ...shared, task: 'multilabel', classes: ['hat', 'smile', 'glasses'], f1_average: 'micro' },
};
const targets: TrafficManifest = { ...shared, task: 'regression', classes: null, targets: ['x', 'y'] };
const regression: TrafficManifest = { ...shared, task: 'regression', classes: null };

describe('the truth of a reference row', () => {
  test('of several labels is a list or an object of those present', () => {
    expect(readTruth(multilabel, '["hat","glasses"]')).toEqual(['hat', 'glasses']);
    expect(readTruth(multilabel, '{"hat": true, "smile": false}')).toEqual({ hat: true, smile: false });
    expect(readTruth(multilabel, '[]')).toEqual([]);
  });

  test('of several targets is an object, of one a number', () => {
    expect(readTruth(targets, '{"x": 1.5, "y": -2}')).toEqual({ x: 1.5, y: -2 });
    expect(readTruth(regression, '21.5')).toBe(21.5);
  });
});

test('an empty cell is an unknown truth', () => {
  for (const manifest of [multilabel, targets, regression]) expect(readTruth(manifest, '')).toBeUndefined();
});

describe('a wrong truth', () => {
  test('of several labels moves each label to the next one', () => {
    const wrong = wrongTruth(multilabel, []);
    expect(wrong(['hat', 'glasses'])).toEqual(['hat', 'smile']);
    expect(wrong([])).toEqual([]);
    expect(wrong({ hat: true, smile: false })).toEqual({ smile: true, glasses: false });
  });

  test('of a regression is mirrored about the mean of the reference, for each target', () => {
    expect(wrongTruth(regression, [1, 2, 3])(3)).toBe(1);
    const wrong = wrongTruth(targets, [
      { x: 0, y: 10 },
      { x: 2, y: 30 },
    ]);
    expect(wrong({ x: 2, y: 10 })).toEqual({ x: 0, y: 30 });
  });
});

describe('the quality of the answers', () => {
  test('of several labels is F1 over the labels', () => {
    const quality = new RunQuality(multilabel);
    quality.add({ version: 1, actual: ['hat', 'smile'], predicted: ['hat'] });
    quality.add({ version: 1, actual: [], predicted: ['glasses'] });
    expect(quality.figures.f1).toBeCloseTo(2 / 4, 12);
  });

  test('of several targets is the mean absolute error over all of them', () => {
    const quality = new RunQuality(targets);
    quality.add({ version: 1, actual: { x: 1, y: 2 }, predicted: { x: 2, y: 5 } });
    expect(quality.figures.meanAbsoluteError).toBe(2);
  });
});
