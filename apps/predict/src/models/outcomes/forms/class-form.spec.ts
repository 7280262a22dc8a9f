import { expect, test } from '@jest/globals';
import { classForm, classSpellings } from './class-form.js';

test.each<[classes: string[], given: unknown, unknownClass: string | undefined]>([
  [['no', 'yes'], 'maybe', 'maybe'],
  [['no', 'yes'], ' maybe ', 'maybe'],
  [['no', 'yes'], 1, undefined],
  [['no', 'yes'], true, undefined],
  [['no', 'yes'], null, undefined],
  [['no', 'yes'], ['yes'], undefined],
  [['no', 'yes'], ' ', undefined],
  [['no', 'yes'], 'x'.repeat(201), undefined],
  [['no', 'yes'], 'nul\u0000', undefined],
  [['1', '2'], 3, '3'],
  [['1', '2'], 'three', 'three'],
])('of the classes %j, %j is none, and is kept as %j', (classes, given, unknownClass) => {
  const names = classes.map((name) => JSON.stringify(name)).join(', ');
  expect(classForm(classes).read(given)).toEqual({ problem: `must be one of ${names}`, unknownClass });
});

test.each<[classes: string[], value: unknown, meant: string | undefined]>([
  [['0', '1'], 1, '1'],
  [['0', '1'], '1', '1'],
  [['0', '1'], '1.0', '1'],
  [['0', '1'], ' 1 ', '1'],
  [['0', '1'], true, '1'],
  [['0', '1'], 'False', '0'],
  [['0.0', '1.0'], 1, '1.0'],
  [['False', 'True'], true, 'True'],
  [['False', 'True'], 'true', 'True'],
  [['False', 'True'], 0, 'False'],
  [['false', '0'], 'false', 'false'],
  [['false', '0'], 0, '0'],
  [['-1', '1'], '-1.0', '-1'],
  [['10', '20'], '1e1', '10'],
  [['no', 'yes'], true, undefined],
  [['no', 'yes'], 'Yes', undefined],
  [['no', 'yes'], 1, undefined],
  [['2', '3'], 1, undefined],
  [['no', 'yes'], null, undefined],
  [['no', 'yes'], ['yes'], undefined],
])('of the classes %j, %j means %j', (classes, value, meant) => {
  expect(classSpellings(classes)(value)).toBe(meant);
});

test('two classes of the same number are meant only as they are written', () => {
  const classOf = classSpellings(['5', '5.0']);
  expect([classOf('5'), classOf('5.0'), classOf(5), classOf('5.00')]).toEqual(['5', '5.0', '5', undefined]);
});

test('true means neither of two classes that could both be true', () => {
  const classOf = classSpellings(['1', 'True', 'maybe']);
  expect([classOf(true), classOf('True'), classOf(1)]).toEqual([undefined, 'True', '1']);
});
