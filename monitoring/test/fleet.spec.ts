import { describe, expect, test } from '@jest/globals';
import {
  type Average,
  averageScores,
  classScores,
  ConfusionCounts,
  jensenShannon,
  populationStability,
} from '@plumbline/evaluation';
import { yaml } from './files.js';

interface RuleTest {
  readonly name: string;
  readonly interval: string;
  readonly input_series: readonly { readonly series: string; readonly values: string }[];
  readonly promql_expr_test: readonly {
    readonly expr: string;
    readonly exp_samples: readonly { readonly labels: string; readonly value: number }[];
  }[];
}

type Labels = Readonly<Record<string, string>>;
type Series = { readonly name: string; readonly labels: Labels; readonly value: number };

const { tests } = yaml<{ tests: readonly RuleTest[] }>('monitoring/prometheus/tests/fleet.test.yml');

const labelsOf = (text: string): Labels =>
  Object.fromEntries(
    [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name as string, value as string]),
  );

/** The series of a test whose values do not change. */
const constant = (test: RuleTest): Series[] =>
  test.input_series.map(({ series, values }) => ({
    name: series.slice(0, series.indexOf('{')),
    labels: labelsOf(series),
    value: Number(/^([\d.]+)x\d+$/.exec(values)?.[1] ?? NaN),
  }));

const of = (all: readonly Series[], name: string, wanted: Labels): Series[] =>
  all.filter(
    (series) =>
      series.name === name && Object.entries(wanted).every(([key, value]) => series.labels[key] === value),
  );

const sum = (all: readonly Series[]) => all.reduce((total, { value }) => total + value, 0);

/** The added counts of a feature and its reference over the same bins; a bin of neither is none. */
function countsOf(all: readonly Series[], labels: Labels) {
  const wanted = { model: labels['model']!, feature: labels['feature']! };
  const values = of(all, 'feature_values_total', wanted);
  const bins = [...new Set(values.map(({ labels: { bin } }) => bin!))].map((bin) => {
    const [reference] = of(all, 'feature_reference_ratio', { ...wanted, bin });
    return { reference: reference?.value, current: sum(of(values, 'feature_values_total', { bin })) };
  });
  const kept = bins.filter(({ reference, current }) => reference !== undefined || current > 0);
  return {
    reference: Float64Array.from(kept, ({ reference }) => reference ?? 0),
    current: Float64Array.from(kept, ({ current }) => current),
  };
}

/** The added outcomes of two classes; what one of them missed was given to the other. */
function outcomesOf(all: readonly Series[], { model }: Labels): ConfusionCounts {
  const outcomes = of(all, 'prediction_outcomes_total', { model: model! });
  const classes = [...new Set(outcomes.map(({ labels }) => labels['class']!))];
  const counts = new ConfusionCounts(classes);
  const count = (name: string, outcome: string) =>
    sum(of(outcomes, 'prediction_outcomes_total', { class: name, outcome }));
  for (const name of classes) {
    for (let row = 0; row < count(name, 'tp'); row++) counts.add(name, name);
    const other = classes.find((one) => one !== name && count(one, 'fp') === count(name, 'fn'))!;
    for (let row = 0; row < count(name, 'fn'); row++) counts.add(name, other);
  }
  return counts;
}

function averageOf(all: readonly Series[], labels: Labels): number {
  const info = of(all, 'model_info', { model: labels['model']! })[0]!.labels;
  const options = { average: info['f1_average'] as Average, positiveClass: info['positive_class'] || null };
  return averageScores(outcomesOf(all, labels), options).f1!;
}

const computed: Readonly<Record<string, (all: readonly Series[], labels: Labels) => number>> = {
  'model_feature:drift:psi': (all, labels) => {
    const { reference, current } = countsOf(all, labels);
    return populationStability(reference, current);
  },
  'model_feature:drift:jensenshannon': (all, labels) => {
    const { reference, current } = countsOf(all, labels);
    return jensenShannon(reference, current);
  },
  'model:prediction:f1': averageOf,
  'model_class:prediction:f1': (all, labels) => classScores(outcomesOf(all, labels).of(labels['class']!)).f1!,
};

const expectations = tests
  .filter((test) => constant(test).every(({ value }) => !Number.isNaN(value)))
  .flatMap((test) =>
    test.promql_expr_test.flatMap(({ expr, exp_samples }) =>
      exp_samples.map((sample) => ({ test, rule: /[\w]+:[\w:]+/.exec(expr)![0], ...sample })),
    ),
  );

describe('what promtool expects of the rules over all replicas', () => {
  test.each(expectations)(
    '$rule of $labels is what libs/evaluation computes',
    ({ test, rule, labels, value }) => {
      expect(Math.round(1e9 * computed[rule]!(constant(test), labelsOf(labels)))).toBe(value);
    },
  );

  test('covers every kind of rule', () => {
    expect(new Set(expectations.map(({ rule }) => rule))).toEqual(new Set(Object.keys(computed)));
  });
});
