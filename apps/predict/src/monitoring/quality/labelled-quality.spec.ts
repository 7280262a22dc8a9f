import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { manifestSchema } from '../../models/manifest/index.js';
import { feedbackWindow } from '../feedback-window/feedback-window.js';
import { type ClassificationEvaluation, labelledQuality } from './labelled-quality.js';
import type { ScoredLabel } from './probability-quality.js';

const toyManifest = (version: string) =>
  manifestSchema.parse(readVersionFile(toyModels, version, 'manifest.json'));
const [mood, parity, rent] = [toyManifest('mood/1'), toyManifest('parity/1'), toyManifest('rent/2')];

function row(actual: string, predicted: string, probabilities: number[] | null = null): ScoredLabel {
  return { actual, predicted, probabilities };
}

function gauges(manifest: typeof mood, rows: readonly ScoredLabel[]) {
  const window = feedbackWindow(manifest);
  rows.forEach(({ actual, predicted }, index) => {
    window.apply({ position: index + 1, revision: index + 1, actual, predicted });
  });
  return window.scores.quality();
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

  const averages = ['binary', 'macro', 'micro', 'weighted'] as const;
  const classOf = (names: readonly string[]) => fc.constantFrom(...names);
  const labelled = (names: readonly string[]) =>
    fc.array(fc.record({ actual: classOf(names), predicted: classOf(names) }), { maxLength: 80 });

  test.each(averages)('has the F1 of the gauge to the last bit, averaged as %s', (average) => {
    const base = average === 'binary' ? parity : mood;
    const manifest = { ...base, f1_average: average } as typeof mood;
    fc.assert(
      fc.property(labelled(base.classes ?? []), fc.integer({ min: 1, max: 40 }), (all, size) => {
        const windows = { ...manifest.windows, feedback: { size, minimum: 1 } };
        const window = feedbackWindow({ ...manifest, windows });
        all.forEach((one, index) => window.apply({ ...one, position: index + 1, revision: index + 1 }));
        // The gauge has slid over all rows; the answer counts only those that are left.
        const left = all.slice(-size).map(({ actual, predicted }) => row(actual, predicted));
        const { f1, precision, recall, accuracy } = labelledQuality(
          manifest,
          left,
        ) as ClassificationEvaluation;
        const gauge = window.scores.quality();
        const expected = [gauge.scores?.f1, gauge.scores?.precision, gauge.scores?.recall, gauge.accuracy];
        expect([f1, precision, recall, accuracy]).toStrictEqual(expected.map((value) => value ?? null));
      }),
    );
  });

  test('is null, not 0, for a class that never occurs', () => {
    const { classes, confusion } = labelledQuality(mood, moods) as ClassificationEvaluation;
    expect(classes[2]).toEqual({ name: 'neutral', support: 0, precision: null, recall: null, f1: null });
    expect(confusion).toEqual([
      [1, 1, 0],
      [1, 2, 0],
      [0, 0, 0],
    ]);
  });

  test('has the most frequent confusions, but no matrix, of a model with very many classes', () => {
    const classes = Array.from({ length: 30_000 }, (_, index) => `c${index}`);
    const rows = [row('c1', 'c1'), row('c2', 'c29999'), row('c2', 'c29999'), row('c3', 'c4')];
    const quality = labelledQuality({ ...mood, classes } as typeof mood, rows) as ClassificationEvaluation;
    expect(quality).toMatchObject({
      accuracy: 0.25,
      confusion: null,
      confusions: [
        { actual: 'c2', predicted: 'c29999', rows: 2 },
        { actual: 'c3', predicted: 'c4', rows: 1 },
      ],
    });
  });

  test('is null, not 0, when the positive class is neither label nor prediction', () => {
    const evens = Array.from({ length: 60 }, () => row('even', 'even'));
    const undefinedScores = { f1: null, precision: null, recall: null, accuracy: 1 };
    expect(labelledQuality(parity, evens)).toMatchObject(undefinedScores);
    expect(gauges(parity, evens).scores?.f1).toBeUndefined();
  });

  test('scores probabilities over the rows that still have them', () => {
    const { probabilities } = labelledQuality(mood, moods) as ClassificationEvaluation;
    expect(probabilities).toMatchObject({ rows: 4, rocAuc: null });
    expect(probabilities?.logLoss).toBeCloseTo(-Math.log(0.8 * 0.3 * 0.7 * 0.3) / 4, 12);
    expect(probabilities?.calibration.reduce((sum, { rows }) => sum + rows, 0)).toBe(4);
  });

  test('ranks by the positive class of a binary model', () => {
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

  test('has no probabilities when the model returns none', () => {
    const rows = [row('odd', 'odd'), row('even', 'odd')];
    expect((labelledQuality(parity, rows) as ClassificationEvaluation).probabilities).toBeNull();
  });

  test('of a regression has its errors, and null for a score that needs more than one row', () => {
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
