import { expect, test } from '@jest/globals';
import { decode } from '../parity/wire.js';
import { buildProfile, evaluateWindow } from '../src/index.js';
import { goldenCases } from './golden-cases.js';

interface BinaryCase {
  readonly reference: { readonly score: object; readonly predicted: object; readonly actual: object };
  readonly current: { readonly score: object; readonly predicted: object };
  readonly expected: { readonly 'CBPE binary': { readonly f1: { readonly value: number } } };
}

const numbers = (column: object) => Array.from(decode(column));

/** A table with one label. */
function tableOf({ score, predicted }: BinaryCase['current']) {
  const flags = numbers(predicted);
  return {
    rows: { x: flags.map((_, row) => row % 5) },
    predictions: flags.map(() => 0),
    probabilities: numbers(score),
    outcomes: { hat: flags },
  };
}

test("F1 of a label without knowing it equals NannyML's of a binary model", () => {
  const found = goldenCases<BinaryCase>('CBPE-binary').filter(
    ({ reference }) => numbers(reference.actual).length >= 300,
  );
  expect(found.length).toBeGreaterThan(100);
  let compared = 0;
  for (const { reference, current, expected } of found.slice(0, 100)) {
    const actual = numbers(reference.actual);
    const profile = buildProfile(
      { ...tableOf(reference), actual: null, actualOutcomes: { hat: actual } },
      {
        features: [{ name: 'x', kind: 'numerical' }],
        classes: ['hat'],
        outcomes: [{ name: 'hat', kind: 'label' }],
        chunkRows: 200,
      },
    );
    const f1 = evaluateWindow(profile, tableOf(current)).estimatedLabels?.labels[0]?.f1?.value;
    const { value } = expected['CBPE binary'].f1;
    if (f1 == null || value === null) continue;
    expect(Math.abs(f1 - value)).toBeLessThanOrEqual(1e-9);
    compared++;
  }
  expect(compared).toBeGreaterThan(90);
});
