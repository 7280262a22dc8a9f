import { describe, expect, test } from '@jest/globals';
import { qualityOf } from '../../../test/report-fixture.js';
import type { ClassificationEvaluation } from './labelled-quality.js';
import { withCoverage } from './score-coverage.js';

const binary = { average: 'binary', positiveClass: 'yes' };
const macro = { average: 'macro', positiveClass: null };
const none = { f1: null, precision: null, recall: null };
const base = qualityOf(['no', 'yes']);

describe('the coverage of scores', () => {
  test.each<[string, Partial<ClassificationEvaluation>, object]>([
    ['nothing is undefined', {}, none],
    [
      'the positive class is neither label nor prediction',
      none,
      {
        f1: '“yes” is neither the label nor the prediction of any row',
        precision: '“yes” is not the prediction of any row',
        recall: '“yes” is not the label of any row',
      },
    ],
    [
      'it is never the prediction',
      { f1: 0, precision: null, recall: 0 },
      { ...none, precision: '“yes” is not the prediction of any row' },
    ],
  ])('explains why a score is null when %s', (_case, scores, undefinedScores) => {
    const coveredClasses = scores.f1 === null ? 0 : 1;
    expect(withCoverage({ ...base, ...scores }, binary)).toMatchObject({ coveredClasses, undefinedScores });
  });

  test('counts the classes that occur', () => {
    const quality = qualityOf(['a', 'b', 'c']);
    const classes = quality.classes.map((one) => (one.name === 'c' ? { ...one, ...none } : one));
    expect(withCoverage({ ...quality, classes }, macro)).toMatchObject({
      coveredClasses: 2,
      undefinedScores: none,
    });
  });

  test('is null without quality', () => {
    expect(withCoverage(null, macro)).toBeNull();
  });
});
