import { describe, expect, test } from '@jest/globals';
import { labelsProblem } from './label.js';

const problem = (classes: string[], labels?: 'value' | 'index') =>
  labelsProblem(classes, { datatype: 'INT64', labels });

describe('the meaning of a label is unambiguous:', () => {
  test.each([
    [['0', '1']],
    [['1', '2', '3']],
    [['-1', '1']],
    [['7', '9']],
    [['even', 'odd']],
    [['0', 'other']],
    [['9', 'other']],
  ])('%j needs no word of the manifest', (classes) => {
    expect(problem(classes)).toBeUndefined();
  });

  test.each([
    [['1', '0'], 'label 1 may mean the class 1, or the class at place 1, which is 0'],
    [['1', 'other'], 'label 1 may mean the class 1, or the class at place 1, which is other'],
    [['other', '0'], 'label 0 may mean the class 0, or the class at place 0, which is other'],
  ])('%j does', (classes, reason) => {
    expect(problem(classes)).toBe(`must be "value" or "index": ${reason}`);
    expect(problem(classes, 'index')).toBeUndefined();
  });

  test('two classes of the same number are distinguished by place only', () => {
    expect(problem(['5', '5.0'])).toBe('must be "index": two classes are the same number');
    expect(problem(['5', '5.0'], 'index')).toBeUndefined();
  });
});
