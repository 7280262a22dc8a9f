import { describe, expect, test } from '@jest/globals';
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
  const rules = 'expr: rate(x[10m] offset 1h)\nfor: 5m\nname: x5m';
  expect(scaleRules(rules, 10)).toBe('expr: rate(x[60s] offset 360s)\nfor: 30s\nname: x5m');
  expect(scaleRules(rules, 1)).toBe(rules);
});

test('routes are divided in their waiting times', () => {
  const routes = 'group_wait: 30s\ngroup_interval: 5m\nrepeat_interval: 4h';
  expect(scaleRoutes(routes, 10)).toBe('group_wait: 3s\ngroup_interval: 30s\nrepeat_interval: 1440s');
});
