import { describe, expect, test } from '@jest/globals';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { manifestSchema } from '../../models/manifest/index.js';
import { windowQuality } from '../performance/window-quality.js';
import { labelledQuality } from './labelled-quality.js';
import type { LabelledRow } from './labelled-row.js';
import type { ClassificationEvaluation } from './model-evaluation.js';

const toyManifest = (version: string) =>
  manifestSchema.parse(readVersionFile(toyModels, version, 'manifest.json'));
const [mood, parity, rent] = [toyManifest('mood/1'), toyManifest('parity/1'), toyManifest('rent/2')];

function row(actual: string, predicted: string, probabilities: number[] | null = null): LabelledRow {
  return { actual, predicted, probabilities };
}

function gauges(manifest: typeof mood, rows: readonly LabelledRow[]) {
  const window = windowQuality(manifest);
  rows.forEach(({ actual, predicted }, index) => {
    const place = { position: index + 1, revision: index + 1 };
    window.apply({ model: manifest.name, version: manifest.version, actual, predicted, ...place });
  });
  return window.quality();
}

describe('the quality of labelled rows', () => {
  const moods = [
    row('happy', 'happy', [0.8, 0.1, 0.1]),
    row('sad', 'happy', [0.5, 0.3, 0.2]),
    row('sad', 'sad', [0.1, 0.7, 0.2]),
    row('happy', 'sad', [0.3, 0.4, 0.3]),
    row('sad', 'sad'),
  ];

  test('has the scores that the gauges have', () => {
    const { f1, precision, recall, accuracy } = labelledQuality(mood, moods) as ClassificationEvaluation;
    const expected = gauges(mood, moods);
    expect(expected.scores).toMatchObject({ f1, precision, recall });
    expect(accuracy).toBe(expected.accuracy);
  });

  test('says null, not 0, of a class that never occurs', () => {
    const { classes, confusion } = labelledQuality(mood, moods) as ClassificationEvaluation;
    expect(classes[2]).toEqual({ name: 'neutral', support: 0, precision: null, recall: null, f1: null });
    expect(confusion).toEqual([
      [1, 1, 0],
      [1, 2, 0],
      [0, 0, 0],
    ]);
  });

  test('says null, not 0, where the positive class is neither truth nor prediction', () => {
    const evens = Array.from({ length: 60 }, () => row('even', 'even'));
    const undefinedScores = { f1: null, precision: null, recall: null, accuracy: 1 };
    expect(labelledQuality(parity, evens)).toMatchObject(undefinedScores);
    expect(gauges(parity, evens).scores?.f1).toBeUndefined();
  });

  test('judges probabilities over the rows that still have them', () => {
    const { probabilities } = labelledQuality(mood, moods) as ClassificationEvaluation;
    expect(probabilities).toMatchObject({ rows: 4, rocAuc: null });
    expect(probabilities?.logLoss).toBeCloseTo(-Math.log(0.8 * 0.3 * 0.7 * 0.3) / 4, 12);
    expect(probabilities?.calibration.reduce((sum, { rows }) => sum + rows, 0)).toBe(4);
  });

  test('ranks by the positive class of two', () => {
    const rows = [
      row('odd', 'odd', [0.1, 0.9]),
      row('even', 'odd', [0.4, 0.6]),
      row('odd', 'even', [0.7, 0.3]),
      row('even', 'even', [0.8, 0.2]),
    ];
    const { probabilities } = labelledQuality(parity, rows) as ClassificationEvaluation;
    expect(probabilities).toMatchObject({ rows: 4, rocAuc: 0.75 });
    expect(probabilities?.brier).toBeCloseTo((0.01 + 0.36 + 0.49 + 0.04) / 4, 12);
  });

  test('has no probabilities where the model gives none', () => {
    const rows = [row('odd', 'odd'), row('even', 'odd')];
    expect((labelledQuality(parity, rows) as ClassificationEvaluation).probabilities).toBeNull();
  });

  test('of a regression has its errors, and null for what a single row cannot say', () => {
    const rows = [row('100', '110'), row('200', '190'), row('400', '430')];
    const { meanAbsoluteError } = gauges(rent, rows);
    expect(labelledQuality(rent, rows)).toMatchObject({
      task: 'regression',
      meanAbsoluteError,
      meanError: 10,
      maximumError: 30,
    });
    expect(labelledQuality(rent, rows.slice(0, 1))).toMatchObject({ meanAbsoluteError: 10, r2: null });
  });
});
