import { describe, expect, test } from '@jest/globals';
import type { Manifest } from '../../models/manifest/index.js';
import { labelScores } from '../../models/profiles/index.js';
import { qualityScores } from './quality-scores.js';

/** The fields of a manifest that scores depend on. */
const manifestOf = (fields: object) => fields as Manifest;

const classes = { task: 'multiclass', classes: ['a', 'b', 'c'], positive_class: null };
const labels = { task: 'multilabel', classes: ['x', 'y', 'z', 'rare'] };
const truths = ['a', 'a', 'b', 'b', 'c', 'd', 'a', 'c'];
const given = ['a', 'b', 'b', 'c', 'c', 'a', 'a', 'a'];
const classRows = truths.map((actual, row) => ({ actual, predicted: given[row]! }));
const labelRows = [
  { actual: '[1,0,0,0]', predicted: '[1,0,0,0]' },
  { actual: '[1,1,0,0]', predicted: '[1,0,1,0]' },
  { actual: '[0,0,0,0]', predicted: '[0,0,0,0]' },
  { actual: '[0,1,null,0]', predicted: '[0,1,1,0]' },
];
const everyRow = (count: number) => Uint32Array.from({ length: count }, (_, row) => row);

describe('the figure of all rows is the one of the window', () => {
  test.each(['macro', 'micro', 'weighted'])('%s F1 over classes', (f1_average) => {
    const manifest = manifestOf({ ...classes, f1_average });
    const window = qualityScores(manifest);
    for (const { actual, predicted } of classRows) window.add(actual, predicted);
    const { value } = labelScores(manifest, classRows).figure(everyRow(8));
    expect(value).toBeCloseTo(window.quality().scores!.f1!, 12);
  });

  test('F1 of the positive class', () => {
    const manifest = manifestOf({
      task: 'binary',
      classes: ['a', 'b'],
      positive_class: 'b',
      f1_average: 'binary',
    });
    const rows = classRows.slice(0, 3);
    expect(labelScores(manifest, rows).figure(everyRow(3)).value).toBeCloseTo(2 / 3, 12);
  });

  test.each(['macro', 'micro', 'weighted', 'samples'])('%s F1 over labels', (f1_average) => {
    const manifest = manifestOf({ ...labels, f1_average });
    const window = qualityScores(manifest);
    for (const { actual, predicted } of labelRows) window.add(actual, predicted);
    const { value } = labelScores(manifest, labelRows).figure(everyRow(4));
    expect(value).toBeCloseTo(window.quality().scores!.f1!, 12);
  });

  test('the mean absolute error of one target, and the mean over several', () => {
    const one = labelScores(manifestOf({ task: 'regression' }), [
      { actual: '3', predicted: '5' },
      { actual: '4', predicted: '3' },
    ]);
    expect(one.figure(everyRow(2)).value).toBe(1.5);
    const several = labelScores(manifestOf({ task: 'regression', targets: ['t', 'u'] }), [
      { actual: '[1,2]', predicted: '[2,4]' },
      { actual: '[1,null]', predicted: '[4,4]' },
    ]);
    expect(several.figure(everyRow(2)).value).toBe((1.5 + 3) / 2);
  });
});
