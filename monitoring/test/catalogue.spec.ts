import { catalogue } from '@plumbline/metrics';
import { describe, expect, test } from '@jest/globals';
import { dashboards, panels, rules } from './files.js';
import { familyOf } from './known-metrics.js';
import { parse } from './promql.js';

const expressions = [
  ...panels().flatMap(({ file, title, targets }) =>
    (targets ?? []).map(({ expr }) => ({ where: `${file}: ${title}`, expr })),
  ),
  ...Object.entries(dashboards()).flatMap(([file, { annotations }]) =>
    (annotations.list ?? []).map(({ name, expr }) => ({ where: `${file}: ${name}`, expr })),
  ),
  ...rules().map((rule) => ({ where: `${rule.alert ?? rule.record}: ${rule.expr}`, expr: rule.expr })),
];

describe('queries of rules and dashboards', () => {
  test.each(expressions)('$where asks only for metrics and labels that are exported', ({ expr }) => {
    const { selectors, groupings } = parse(expr);
    const unknown = [
      ...selectors.filter(({ metric }) => !familyOf(metric)).map(({ metric }) => metric),
      ...selectors.flatMap(({ metric, labels }) =>
        labels
          .filter((label) => !familyOf(metric)?.labels.includes(label))
          .map((label) => `${metric}{${label}}`),
      ),
      ...groupings.flatMap(({ labels, sides }) =>
        sides.flatMap((metrics) =>
          labels
            .filter((label) => !metrics.some((metric) => familyOf(metric)?.labels.includes(label)))
            .map((label) => `${metrics.join()} by ${label}`),
        ),
      ),
    ];
    expect(unknown).toEqual([]);
  });

  test.each(expressions)(
    '$where compares counters only after rate or increase, or shows their total',
    ({ expr }) => {
      const raw = parse(expr)
        .selectors.filter(({ metric }) => familyOf(metric)?.type === 'counter')
        .filter(({ calls }) => !calls.some((call) => ['rate', 'increase', 'sum'].includes(call)));
      const aliases = rules()
        .filter(({ record }) => record !== undefined)
        .map((rule) => rule.expr);
      expect(aliases.includes(expr) ? [] : raw).toEqual([]);
    },
  );
});

describe('the metrics catalogue', () => {
  test('has no metric that neither a panel nor a rule uses', () => {
    const used = new Set(
      expressions.flatMap(({ expr }) => parse(expr).selectors.map(({ metric }) => familyOf(metric)?.name)),
    );
    expect(Object.keys(catalogue).filter((name) => !used.has(name))).toEqual([]);
  });
});
