import { describe, expect, test } from '@jest/globals';
import { column, evaluation, qualityOf, report, windowOf } from '../../../test/report-fixture.js';
import type { ModelEvaluation } from '../evaluation/index.js';
import { verdictOf } from './verdict.js';

const subject = report();
const alike = windowOf([column('age'), column('chol')]);
const drifted = windowOf([column('age'), column('chol', 2)]);
const good = qualityOf(['no', 'yes']);
const low = { value: 0.5, lower: 0.4, upper: 0.6, threshold: { lower: 0.7, upper: 0.9 }, alert: true };
const high = { ...low, value: 0.95 };

const verdict = (changes: Partial<ModelEvaluation>) => verdictOf(subject, evaluation(changes));

describe('the status', () => {
  test.each<[string, Partial<ModelEvaluation>, string]>([
    ['like the reference, as good as at registration', { drift: alike, quality: good }, 'healthy'],
    ['with a drifted feature', { drift: drifted, quality: good }, 'watch'],
    ['with fewer correct predictions', { drift: drifted, quality: { ...good, f1: 0.74 } }, 'degraded'],
    ['within a tenth of registration', { drift: alike, quality: { ...good, f1: 0.75 } }, 'healthy'],
    ['without labels', { drift: alike, quality: null }, 'unknown'],
    ['without labels, with drift', { drift: drifted, quality: null }, 'watch'],
    ['without a comparison', { drift: null, quality: good }, 'unknown'],
  ])('of a version %s', (_, changes, status) => {
    expect(verdict(changes).status).toBe(status);
  });

  test.each([
    ['below its usual range asks for attention', low, 'watch'],
    ['above its usual range does not', high, 'healthy'],
  ])('an estimate without labels %s', (_, f1, status) => {
    const { estimated } = alike;
    expect(
      verdict({ drift: { ...alike, estimated: estimated && { ...estimated, f1 } }, quality: good }).status,
    ).toBe(status);
  });
});

test('the evidence begins with the worst finding, and names window and average', () => {
  expect(verdict({ drift: drifted, quality: good }).evidence).toEqual([
    '1 of 2 features has drifted from the reference among 1,000 predictions: chol (2.0× its threshold).',
    'F1 (binary) is 0.81 over 640 labelled predictions; it was 0.83 at registration.',
    expect.stringContaining('The predictions have not drifted from the reference: 0.2× the threshold of '),
  ]);
});

test('says what is missing and how to send it', () => {
  const feedback = { rows: 12, minimum: 50, size: 1000, from: null, to: null };
  expect(verdict({ drift: alike, quality: null, feedback })).toMatchObject({
    summary: 'Whether the predictions are still right is not known.',
    evidence: expect.arrayContaining(['There are 12 labelled predictions, and 50 are needed.']) as unknown,
    action: expect.stringContaining('POST /feedback') as unknown,
  });
});

test('a failed rule on data asks for attention, and names the rules', () => {
  const rule = { metric: 'mean', feature: 'age', atLeast: null, atMost: 1, reason: null, value: 2 } as const;
  const rules = [{ ...rule, id: 'a', state: 'failed', description: 'The mean of age is at most 1' }] as const;
  const dataQuality = { passed: 0, failed: 1, unknown: 0, rules };
  expect(verdict({ drift: alike, quality: good, dataQuality })).toMatchObject({
    status: 'watch',
    evidence: expect.arrayContaining([
      '1 of 1 data-quality rule has failed: The mean of age is at most 1 (2).',
    ]) as unknown,
  });
  expect(
    verdict({ drift: alike, quality: good, dataQuality: { ...dataQuality, passed: 1, failed: 0 } }).status,
  ).toBe('healthy');
});

test('a healthy version needs no action', () => {
  expect(verdict({ drift: alike, quality: good }).action).toBeNull();
});

test('a larger error than at registration is a loss of quality', () => {
  const quality = {
    task: 'regression',
    meanAbsoluteError: 2.3,
    rootMeanSquaredError: 3,
    meanError: 0,
  } as const;
  const regression = {
    ...subject,
    task: 'regression',
    average: null,
    positiveClass: null,
    baseline: 2,
  } as const;
  const rest = { meanAbsolutePercentageError: null, r2: null, maximumError: null };
  const worse = evaluation({ drift: alike, quality: { ...quality, ...rest } });
  expect(verdictOf(regression, worse)).toMatchObject({ status: 'degraded' });
  expect(verdictOf({ ...regression, baseline: 2.2 }, worse)).toMatchObject({ status: 'healthy' });
});

test('an estimated error above that at registration asks for attention, unless its band reaches down to it', () => {
  const regression = {
    ...subject,
    task: 'regression',
    average: null,
    positiveClass: null,
    baseline: 2,
  } as const;
  const estimated = (lower: number) => ({
    meanAbsoluteError: { value: 2.6, lower, upper: 3 },
    rootMeanSquaredError: null,
    notes: [],
  });
  const of = (lower: number) =>
    verdictOf(
      regression,
      evaluation({ drift: alike, quality: null, estimatedF1: null, estimatedError: estimated(lower) }),
    );
  expect(of(2.3)).toMatchObject({ status: 'watch' });
  expect(of(2.1)).toMatchObject({ status: 'unknown' });
});

test('the evidence has the interval of the figure', () => {
  const sure = { drift: alike, quality: good, qualityInterval: { lower: 0.777, upper: 0.841 } };
  expect(verdict(sure).evidence[0]).toContain('F1 (binary) is 0.81 (95 % interval 0.78 to 0.84) over 640');
});

test('an estimate that is in doubt does not count', () => {
  const estimatedF1 = {
    value: 0.5,
    lower: 0.4,
    upper: 0.6,
    threshold: { lower: 0.7, upper: 0.9 },
    alert: true,
  };
  expect(verdict({ drift: alike, quality: good, estimatedF1 }).status).toBe('watch');
  const estimateWarnings = ['the reference has rows of training'];
  expect(verdict({ drift: alike, quality: good, estimatedF1, estimateWarnings }).status).toBe('healthy');
});

test('inputs outside of the reference leave quality unknown', () => {
  const outsideReference = [{ name: 'age', share: 0.32 }];
  const found = verdict({ drift: { ...alike, outsideReference }, quality: good, estimatedF1: null });
  expect(found.status).toBe('unknown');
  expect(found.evidence[0]).toBe(
    'Quality without labels is not estimated: 32 % of the window has values of age outside of the reference, where nothing is known about the model.',
  );
});

test('the words say what drift is measured against', () => {
  const baseline = {
    ...({ kind: 'same_hours', weeks: 4, rows: 10, since: null, until: null } as const),
    absent: '10 of at least 1000 predictions',
  };
  expect(verdict({ drift: alike, quality: good, baseline })).toMatchObject({
    status: 'unknown',
    evidence: expect.arrayContaining([
      'Drift is measured against the same hours of the last 4 weeks: 10 of at least 1000 predictions.',
    ]),
  });
  expect(
    verdict({ drift: alike, quality: good, baseline: { ...baseline, absent: null } }).evidence[1],
  ).toContain('has drifted from the same hours of the last 4 weeks');
});
