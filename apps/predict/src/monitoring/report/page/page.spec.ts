import { describe, expect, test } from '@jest/globals';
import {
  categories,
  column,
  evaluation,
  history,
  qualityOf,
  report,
  textOf,
  windowOf,
} from '../../../../test/report-fixture.js';
import type { ModelEvaluation } from '../../evaluation/index.js';
import { reportPage } from './page.js';

const nasty = `<script>alert("x")</script>'&`;
const escaped = '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;';

const pageOf = (changes: Partial<ModelEvaluation>) => reportPage(report({ evaluation: evaluation(changes) }));

const low = { value: 0.5, lower: 0.4, upper: 0.6, threshold: { lower: 0.7, upper: 0.9 }, alert: true };

describe('the report page', () => {
  test('names the number of features that drifted, and which', () => {
    const text = textOf(reportPage(report()));
    expect(text).toContain(
      '1 of 3 features has drifted from the reference among 1,000 predictions: chol (2.4× its threshold).',
    );
    expect(text).toContain('F1 (binary) is 0.81 over 640 labelled predictions; it was 0.83 at registration.');
  });

  test.each([
    [[0.2, 0.3], 'None of the 2 features has drifted from the reference among'],
    [[2, 0.3], '1 of 2 features has drifted from the reference among'],
    [[2, 2, 0.3], '2 of 3 features have drifted from the reference among'],
    [[2, 3], 'All 2 features have drifted from the reference among'],
  ])('with severities %j it says: %s', (severities, sentence) => {
    const columns = severities.map((severity, index) => column(`f${index}`, severity));
    expect(textOf(pageOf({ drift: windowOf(columns) }))).toContain(sentence);
  });

  const fallen = { ...qualityOf(['no', 'yes']), f1: 0.52 };
  const alike = windowOf([column('age'), column('chol')]);
  const drifted = windowOf([column('age'), column('chol', 2)]);
  const { estimated } = alike;
  test.each<[string, Partial<ModelEvaluation>, string]>([
    [
      'the quality alone',
      { drift: alike, quality: fallen },
      'The model has degraded: it makes more mistakes',
    ],
    [
      'the quality beside drift',
      { drift: drifted, quality: fallen },
      'The model has degraded: it makes more mistakes',
    ],
    ['the drift alone', { drift: drifted }, 'The inputs have changed.'],
    [
      'the predictions alone',
      { drift: { ...alike, prediction: column('prediction', 2) } },
      'The model answers differently than on the reference.',
    ],
    [
      'the estimate without labels',
      { drift: { ...drifted, estimated: estimated && { ...estimated, f1: low } }, quality: null },
      'The model probably makes more mistakes than usual.',
    ],
    ['nothing', { drift: alike }, 'The model works as it did at registration.'],
  ])('begins with the worst finding: %s', (_case, changes, sentence) => {
    const [, first = ''] = /<p class="headline \w+">([^<]*)/.exec(pageOf(changes)) ?? [];
    expect(first).toContain(sentence);
  });

  test('shows why an estimate is unreliable, and nothing when it is reliable', () => {
    const text = textOf(pageOf({ estimateWarnings: ['estimated F1: <rows> of training'] }));
    expect(text).toContain('Estimated without labels estimated F1: &lt;rows&gt; of training.');
    expect(text).toContain('unreliable, see below');
    expect(textOf(pageOf({ estimateWarnings: [] }))).not.toContain('unreliable');
  });

  test('shows why there is no estimate', () => {
    const reason =
      'estimated F1: absent, because the reference has 120 labelled rows and at least 300 are needed';
    const drift = windowOf([column('age')], { estimated: null });
    const text = textOf(pageOf({ drift, estimatedF1: null, estimateWarnings: [reason] }));
    expect(text).toContain(`Estimated without labels ${reason}.`);
    expect(text).not.toContain('F1 (binary) without labels');
  });

  test('has one F1 without labels, averaged like the one from labels', () => {
    const estimatedF1 = { value: 0.712, lower: 0.7, upper: 0.72, threshold: { lower: 0.6, upper: 0.7 } };
    const evaluated = evaluation({ estimatedF1: { ...estimatedF1, alert: false } });
    const page = reportPage(report({ average: 'weighted', evaluation: evaluated }));
    const text = textOf(page);
    expect(text).toContain('F1 (weighted) without labels 0.71');
    // Above its usual range is not worse.
    expect(text).toContain('F1 (weighted) ● usual 0.712 0.700 to 0.720 0.600 to 0.700 Precision (binary)');
    expect(text).not.toMatch(/F1 \(binary\)|F1 (over|with|estimated)/);
  });

  test('shows the worst column first, and columns without a score last', () => {
    const failed = column('broken', 0, { drift: null, failure: 'empty-current' });
    const columns = [failed, column('mild', 0.3), column('worse', 3), column('bad', 1.5)];
    const page = pageOf({ drift: windowOf(columns) });
    const names = [...page.matchAll(/<h3 id="column-\d+-name">\s*<bdi>(\w+)/g)].map(([, name]) => name);
    expect(names).toEqual(['worse', 'bad', 'mild', 'broken']);
    expect(textOf(page)).toContain('the current rows have no values');
  });

  test('shows the rules on data, those that failed first, and none for a manifest without rules', () => {
    const rule = { metric: 'mean', feature: 'age', atLeast: null, atMost: 1, reason: null } as const;
    const rules = [
      { ...rule, id: 'a', state: 'passed', value: 1, description: 'The mean of age is at most 1' },
      { ...rule, id: 'b', state: 'failed', value: 2, description: nasty },
    ] as const;
    const page = pageOf({ dataQuality: { passed: 1, failed: 1, unknown: 0, rules } });
    const text = textOf(page);
    expect(text).toContain('1 of 2 rules passed, 1 failed.');
    expect(page.indexOf(escaped)).toBeLessThan(page.indexOf('The mean of age is at most 1'));
    expect(page).not.toContain(nasty);
    expect(textOf(pageOf({}))).not.toContain('Data-quality rules');
  });

  test('marks an adjusted p-value as the one that is compared', () => {
    const drift = {
      ...column('age').drift!,
      displayName: 'K-S p_value',
      score: 0.02,
      driftIf: '<=' as const,
    };
    const adjusted = column('age', 0, { drift: { ...drift, threshold: 0.05, adjustedP: 0.2 } });
    const own = column('age', 0, { drift: { ...drift, threshold: 0.05 } });
    const text = (one: typeof own) => textOf(pageOf({ drift: windowOf([one]) }));
    expect(text(adjusted)).toContain('K-S p_value adjusted 0.2 0.02 adjusted up to 0.05');
    expect(text(own)).toContain('K-S p_value 0.02 up to 0.05');
  });

  test('collapses columns that did not drift when there are many', () => {
    const many = Array.from({ length: 45 }, (_, index) => column(`f${index}`, index === 30 ? 2 : 0.2));
    const page = pageOf({ drift: windowOf(many) });
    expect(page).toMatch(/<summary>44 other features<\/summary>/);
    expect(page.indexOf('f30</bdi>')).toBeLessThan(page.indexOf('<summary>44'));
  });

  test('has no scripts and fetches nothing', () => {
    const page = reportPage(report());
    expect(page).not.toMatch(/<script|<iframe|<object|javascript:|@import|url\(/i);
    expect([...page.matchAll(/ (?:src|href)="([^#"][^"]*)"/g)].map(([, url]) => url?.slice(0, 5))).toEqual([
      'data:',
    ]);
    expect(page).not.toMatch(/ style="| on\w+="/);
  });

  test('never has a coordinate that is not a number', () => {
    const flat = column('flat', 0, {
      distribution: { edges: [], bins: ['(-inf,+inf)'], reference: [0], current: [0] },
    });
    const none = column('none', 0, { distribution: { edges: null, bins: [], reference: [], current: [] } });
    const infinite = column('infinite', Number.POSITIVE_INFINITY);
    const page = reportPage(
      report({ evaluation: evaluation({ drift: windowOf([flat, none, infinite]) }), history: [] }),
    );
    expect(page).not.toMatch(/NaN|Infinity|undefined|\[object/);
  });

  test('draws a history of one point', () => {
    const point = { at: '2026-03-01T12:00:00Z', driftShare: 0, realised: 0.8, estimated: null };
    const page = reportPage(report({ history: [{ ...point, estimatedLower: null, estimatedUpper: null }] }));
    expect(page).toMatch(/<circle\s+class="realised"/);
    expect(page).not.toMatch(/NaN|Infinity/);
  });

  test('links only to sections and columns that exist', () => {
    const page = reportPage(report());
    const targets = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id = '']) => id);
    expect(targets).toEqual(expect.arrayContaining(['drift', 'quality', 'window', 'column-0', 'column-2']));
    expect(targets.filter((id) => !page.includes(` id="${id}"`))).toEqual([]);
  });

  test('has a title and a text for every plot, under unique ids', () => {
    const page = reportPage(report());
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const labels = [...page.matchAll(/role="img"\s+aria-labelledby="([^"]+)"/g)].flatMap(
      ([, list]) => list?.split(' ') ?? [],
    );
    expect(labels.length).toBeGreaterThan(8);
    expect(labels.filter((label) => !ids.includes(label))).toEqual([]);
  });
});

describe('names from users', () => {
  test('are escaped everywhere', () => {
    const hostile = column(nasty, 2, { distribution: categories(nasty, [nasty, 'b']).distribution });
    const page = reportPage(
      report({
        description: nasty,
        positiveClass: nasty,
        features: { [nasty]: { description: nasty, unit: nasty } },
        evaluation: evaluation({
          drift: windowOf([hostile], { prediction: categories(nasty, [nasty, 'b']) }),
          quality: qualityOf([nasty, 'b']),
        }),
      }),
    );
    expect(page).not.toContain('<script');
    expect(page).not.toContain('alert("x")');
    expect(page).toContain(escaped);
  });

  test('leave no control character in the page', () => {
    const page = pageOf({ quality: qualityOf(['a\u0000b', 'c\u001Bd']) });
    expect(page).toContain('a\uFFFDb');
    expect(page).not.toMatch(/(?!\n)\p{Cc}/u);
  });
});

describe('without an evaluation', () => {
  const without = (changes: Parameters<typeof report>[0]) =>
    textOf(reportPage(report({ evaluation: null, history: [], ...changes })));

  test('the page says that evaluation is off, and why', () => {
    expect(without({ monitoring: 'PREDICT_MONITORING is off.' })).toContain(
      'Evaluation is off. PREDICT_MONITORING is off.',
    );
  });

  test('the page says that there is none yet', () => {
    expect(without({})).toContain('Not evaluated yet.');
  });
});

describe('an evaluation without drift', () => {
  test('names the command that creates the missing profile', () => {
    const text = textOf(pageOf({ drift: null, profile: null }));
    expect(text).toContain('No reference profile.');
    expect(text).toContain('npm run profile -- heart/1');
    expect(text).toContain('F1 (binary) is 0.81');
  });

  test('names the number of missing rows', () => {
    const predictions = { ...evaluation().predictions, rows: 63 };
    expect(textOf(pageOf({ drift: null, predictions }))).toContain(
      '37 more predictions needed. The window holds 63 predictions. The minimum is 100.',
    );
  });

  test('names the number of missing labels', () => {
    const feedback = { ...evaluation().feedback, rows: 49 };
    expect(textOf(pageOf({ quality: null, feedback }))).toContain('1 more labelled prediction needed.');
  });
});

test('a regression has its errors in place of classes', () => {
  const quality = {
    task: 'regression' as const,
    meanAbsoluteError: 1.52,
    rootMeanSquaredError: 2.1,
    meanError: -0.2,
    meanAbsolutePercentageError: 0.07,
    r2: 0.88,
    maximumError: 9.4,
  };
  const text = textOf(
    reportPage(
      report({ task: 'regression', average: null, baseline: 1.4, evaluation: evaluation({ quality }) }),
    ),
  );
  expect(text).toContain(
    'The mean absolute error is 1.52 over 640 labelled predictions; it was 1.4 at registration.',
  );
  expect(text).not.toContain('Confusion matrix');
  expect(text).not.toContain('has degraded:');
  const worse = evaluation({ quality: { ...quality, meanAbsoluteError: 1.6 } });
  expect(textOf(reportPage(report({ task: 'regression', baseline: 1.4, evaluation: worse })))).toContain(
    'The model has degraded: its errors are larger than at registration. The mean absolute error is 1.6',
  );
});

describe('a model of several labels', () => {
  const labels = [
    { name: 'hat', rows: 640, support: 200, accuracy: 0.683, precision: null, recall: 0, f1: 0 },
  ];
  const quality = {
    ...{ task: 'multilabel' as const, f1: 0.48, precision: 0.57, recall: 0.52, labels },
    ...{ subsetAccuracy: 0.11, hammingLoss: 0.32 },
  };
  const predicted = { ...categories('prediction', ['0', '1']), descriptor: 'hat' };
  const drift = windowOf([column('age')], {
    ...{ predictions: [predicted], estimated: null },
    embedding: { method: 'frechet', score: 0.9, threshold: 0.5, drifted: true, severity: 1.8 },
  });
  const page = reportPage(
    report({
      ...{ task: 'multilabel', average: 'macro', positiveClass: null },
      evaluation: evaluation({ quality, drift }),
      history: history.map((point) => ({
        ...point,
        estimated: null,
        estimatedLower: null,
        estimatedUpper: null,
      })),
    }),
  );
  const text = textOf(page);

  test('has the scores of each label with two decimals', () => {
    expect(text).toContain('hat 640 200 0.68 – 0.00 0.00');
  });

  test('names whether a label is predicted, and the distance of the embedding', () => {
    expect(text).toMatch(/absent .* present/);
    expect(text).toMatch(/Embedding of the model ▲ drifted Fréchet distance between the vectors/);
  });

  test('has no place for estimates, and says so', () => {
    expect(text).toContain('Quality is not estimated without labels');
    expect(text).not.toMatch(/Without labels Band/);
  });
});

test('scores that need probabilities are absent without them, and the page says so', () => {
  const text = textOf(pageOf({ quality: { ...qualityOf(['no', 'yes']), probabilities: null } }));
  expect(text).not.toContain('Brier score');
  expect(text).toContain('no labelled prediction has probabilities in the log');
});
