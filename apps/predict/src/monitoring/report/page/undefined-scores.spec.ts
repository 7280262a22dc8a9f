import { describe, expect, test } from '@jest/globals';
import { column, evaluation, qualityOf, report, textOf, windowOf } from '../../../../test/report-fixture.js';
import type { ModelEvaluation } from '../../evaluation/index.js';
import { reportPage } from './page.js';

const pageOf = (changes: Partial<ModelEvaluation>) => reportPage(report({ evaluation: evaluation(changes) }));

describe('a score that is undefined', () => {
  const none = { f1: null, precision: null, recall: null };
  const negatives = {
    ...qualityOf(['no', 'yes']),
    ...none,
    classes: [
      { name: 'no', support: 60, precision: 1, recall: 1, f1: 1 },
      { name: 'yes', support: 0, ...none },
    ],
  };
  const text = textOf(pageOf({ quality: negatives, drift: null }));

  test('is a dash with its reason, and no verdict', () => {
    expect(text).toContain(
      'F1 (binary) is undefined over 640 labelled predictions: “yes” is neither the label nor the prediction of any row.',
    );
    expect(text).toContain(
      'F1 (binary) – undefined: “yes” is neither the label nor the prediction of any row; 0.83 at registration',
    );
    expect(text).toContain('F1 (binary) – Precision (binary) – Recall (binary) – Accuracy 0.83');
    expect(text).toContain(
      'F1, precision and recall are undefined: “yes” is neither the label nor the prediction of any row.',
    );
    expect(text).not.toContain('has degraded:');
  });

  test('of a class is a dash that the table explains', () => {
    expect(text).toContain(
      'A dash means that no row has the class as its prediction (precision), as its label (recall), or as either (F1).',
    );
    expect(textOf(reportPage(report()))).not.toContain('A dash means');
  });

  test('leaves the others alone', () => {
    const neverPredicted = { ...qualityOf(['no', 'yes']), f1: 0, precision: null, recall: 0 };
    const page = textOf(pageOf({ quality: neverPredicted }));
    expect(page).toContain('Precision is undefined: “yes” is not the prediction of any row.');
    expect(page).toContain('F1 (binary) 0.00 Precision (binary) – Recall (binary) 0.00');
  });

  test('at registration is named, and has no line', () => {
    const page = reportPage(report({ baseline: null }));
    expect(textOf(page)).toContain(
      'F1 (binary) is 0.81 over 640 labelled predictions; the figure at registration is not known.',
    );
    expect(textOf(page)).not.toContain('its confidence band at registration');
    expect(textOf(reportPage(report()))).toContain('its confidence band at registration');
    expect(page).not.toMatch(/NaN|Infinity|null/);
  });

  test('as an estimate is a dash, and neither usual nor unusual', () => {
    const { estimated } = windowOf([column('age')]);
    const unknown = {
      value: null,
      lower: null,
      upper: null,
      threshold: { lower: 0.7, upper: 0.9 },
      alert: false,
    };
    const drift = windowOf([column('age')], { estimated: { ...estimated!, f1: unknown } });
    expect(textOf(pageOf({ drift, estimatedF1: null }))).toContain(
      'F1 (binary) ○ undefined – – to – 0.700 to 0.900',
    );
  });
});

test('a mean over classes names how many it covers when it leaves some out', () => {
  const known = { precision: 1, recall: 1, f1: 1 };
  const absent = { name: 'c', support: 0, precision: null, recall: null, f1: null };
  const classes = [{ name: 'a', support: 132, ...known }, { name: 'b', support: 132, ...known }, absent];
  const quality = { ...qualityOf(['a', 'b', 'c']), ...known, classes };
  const macro = { task: 'multiclass', average: 'macro', positiveClass: null } as const;
  const text = textOf(reportPage(report({ ...macro, evaluation: evaluation({ quality }) })));
  expect(text).toContain('F1 (macro) is 1.00 over 640 labelled predictions and 2 of 3 classes; it was 0.83');
  expect(text).toContain(
    'F1 (macro) 1.00 over 640 labelled predictions and 2 of 3 classes; 0.83 at registration',
  );
  expect(text).toContain('F1 (macro) 1.00');
  expect(text).toContain(
    'F1, precision and recall cover 2 of 3 classes: those that occur as a label or a prediction.',
  );
});
