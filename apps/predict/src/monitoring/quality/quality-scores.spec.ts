import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Average, Scores } from '@plumbline/evaluation';
import { readVersionFile, toyModels } from '../../../test/toy-models.js';
import { type Manifest, manifestSchema } from '../../models/manifest/index.js';
import { type FeedbackWindow, feedbackWindow } from '../feedback-window/feedback-window.js';

interface GoldenCase {
  readonly labels: string[];
  readonly positive_class: string | null;
  readonly actual: string[];
  readonly predicted: string[];
  readonly accuracy: number;
  readonly averages: Partial<Record<Average, Record<keyof Scores, number | null>>>;
}

const GOLDEN = new URL(
  '../../../../../libs/evaluation/test/golden/classification.golden.json',
  import.meta.url,
);
const { source, cases } = JSON.parse(readFileSync(GOLDEN, 'utf8')) as { source: string; cases: GoldenCase[] };

const toyManifest = (version: string) =>
  manifestSchema.parse(readVersionFile(toyModels, version, 'manifest.json'));
const [mood, parity, rent] = [toyManifest('mood/1'), toyManifest('parity/1'), toyManifest('rent/1')];

function manifestOf({ labels, positive_class }: GoldenCase, average: Average): Manifest {
  const base = positive_class === null ? mood : parity;
  const windows = { feedback: { size: 1_000, minimum: 1 } };
  return { ...base, classes: labels, positive_class, f1_average: average, windows } as Manifest;
}

function fill(
  window: FeedbackWindow,
  actual: readonly unknown[],
  predicted: readonly unknown[],
): FeedbackWindow {
  for (const [index, truth] of actual.entries()) {
    const place = { position: index + 1, revision: index + 1 };
    window.apply({ ...place, actual: String(truth), predicted: String(predicted[index]) });
  }
  return window;
}

describe(`the quality of a window against ${source}`, () => {
  test.each(cases.map((item, index) => [index, item] as const))('golden case %i', (_index, item) => {
    for (const [average, expected] of Object.entries(item.averages)) {
      const window = feedbackWindow(manifestOf(item, average as Average));
      const { scores, accuracy } = fill(window, item.actual, item.predicted).scores.quality();
      expect(Math.abs((accuracy ?? NaN) - item.accuracy)).toBeLessThanOrEqual(1e-12);
      for (const name of ['precision', 'recall', 'f1'] as const) {
        const [score, wanted] = [scores?.[name], expected[name]];
        if (wanted === null) expect(score).toBeUndefined();
        else expect(Math.abs((score ?? NaN) - wanted)).toBeLessThanOrEqual(1e-12);
      }
    }
  });
});

test('a regression has only the mean absolute error of its window', () => {
  const { size } = rent.windows.feedback;
  const actual = Array.from({ length: size + 7 }, (_, index) => index * 10);
  const predicted = actual.map((value, index) => value + (index % 3) - 0.25);
  const { meanAbsoluteError, ...rest } = fill(feedbackWindow(rent), actual, predicted).scores.quality();
  const errors = actual.map((value, index) => Math.abs(predicted[index]! - value)).slice(-size);
  expect(meanAbsoluteError).toBeCloseTo(errors.reduce((sum, error) => sum + error) / size, 12);
  expect(rest).toEqual({});
});

test('an empty window has no quality', () => {
  const none = { f1: undefined, precision: undefined, recall: undefined, coveredClasses: 0 };
  expect(feedbackWindow(parity).scores.quality()).toEqual({ scores: none, accuracy: undefined });
  expect(feedbackWindow(rent).scores.quality()).toEqual({ meanAbsoluteError: undefined });
});
