import { expect, test } from '@jest/globals';
import { windowsFor } from './windows.js';

test.each([
  { rows: 40, predictions: 100, labels: 100 },
  { rows: 504, predictions: 100, labels: 100 },
  { rows: 800, predictions: 160, labels: 160 },
  { rows: 3_000, predictions: 600, labels: 200 },
  { rows: 50_000, predictions: 1_000, labels: 200 },
])(
  'a reference of $rows rows is compared with $predictions predictions and $labels labels',
  ({ rows, predictions, labels }) => {
    expect(windowsFor(rows)).toEqual({
      predictions: { size: 2 * predictions, minimum: predictions, max_age_s: 86_400 },
      feedback: { size: 5 * labels, minimum: labels },
    });
  },
);
