import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { scaled, scaleRoutes, scaleRules } from './time-scale.js';

describe('a duration', () => {
  test.each([
    ['5m', 20, '15s'],
    ['15s', 1, '15s'],
    ['15s', 60, '1s'],
    ['1d', 10, '8640s'],
  ])('of %s divided by %i is %s', (duration, factor, result) => {
    expect(scaled(duration, factor)).toBe(result);
  });

  test('of another form is rejected', () => {
    expect(() => scaled('5 minutes', 10)).toThrow('5 minutes is not a duration such as 5m');
  });
});

test('rules are divided in windows, offsets and the time an alert is pending', () => {
  const rules =
    'groups:\n  - name: x5m\n    rules:\n      - alert: A\n        expr: rate(x[10m] offset 1h)\n        for: 5m\n';
  const rule = { alert: 'A', expr: 'rate(x[60s] offset 360s)', for: '30s' };
  expect(parse(scaleRules(rules, 10))).toEqual({ groups: [{ name: 'x5m', rules: [rule] }] });
  expect(parse(scaleRules(rules, 1))).toEqual(parse(rules));
});

test('routes are divided in their waiting times', () => {
  const routes = 'route:\n  group_wait: 30s\n  group_interval: 5m\n  routes:\n    - repeat_interval: 4h\n';
  expect(parse(scaleRoutes(routes, 10))).toEqual({
    route: { group_wait: '3s', group_interval: '30s', routes: [{ repeat_interval: '1440s' }] },
  });
});
