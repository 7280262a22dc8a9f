import { expect, test } from '@jest/globals';
import { classForm } from './class-form.js';

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
