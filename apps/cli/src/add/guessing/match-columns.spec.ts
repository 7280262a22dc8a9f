import { describe, expect, test } from '@jest/globals';
import type { GraphTensor } from '../graph/index.js';
import { Table } from '../rows/index.js';
import { columnsLeftOut, type MatchOptions, matchColumns } from './match-columns.js';

const input = (name: string, ...shape: number[]): GraphTensor => ({ name, datatype: 'FP32', shape });
const table = (...names: string[]) =>
  new Table(
    names.map((name) => ({ name, cells: [1, 2] })),
    [],
  );

function match(inputs: GraphTensor[], names: string[], options: Partial<MatchOptions> = {}) {
  const matched = matchColumns(inputs, table(...names, 'y'), { targets: ['y'], ...options });
  return Object.fromEntries(matched.map((each) => [each.input.name, each.columns.map(({ name }) => name)]));
}

describe('matchColumns', () => {
  test('matches inputs of one column by name, in any order', () => {
    const inputs = [input('petal_length_cm_', -1, 1), input('Age', -1, 1)];
    expect(match(inputs, ['age', 'petal length (cm)', 'other'])).toEqual({
      petal_length_cm_: ['petal length (cm)'],
      Age: ['age'],
    });
  });

  test('fills inputs of several columns in the order of the table', () => {
    expect(match([input('a', -1, 2), input('b', -1)], ['p', 'q', 'r'])).toEqual({ a: ['p', 'q'], b: ['r'] });
  });

  test('an input of an open width takes all columns', () => {
    expect(match([input('X', -1, -1)], ['p', 'q', 'r'])).toEqual({ X: ['p', 'q', 'r'] });
  });

  test('leaves out a column that numbers the rows when one is too many', () => {
    expect(match([input('X', -1, 2)], ['id', 'p', 'q'])).toEqual({ X: ['p', 'q'] });
    expect(match([input('X', -1, 3)], ['id', 'p', 'q'])).toEqual({ X: ['id', 'p', 'q'] });
  });

  test('takes the features that the user names, in that order, and not those that the user drops', () => {
    expect(match([input('X', -1, 2)], ['p', 'q', 'r'], { features: ['r', 'p'] })).toEqual({ X: ['r', 'p'] });
    expect(match([input('X', -1, 2)], ['p', 'q', 'r'], { drop: ['q'] })).toEqual({ X: ['p', 'r'] });
  });

  test('a sequence takes one column', () => {
    expect(match([input('readings', -1, 24, 8), input('X', -1, 2)], ['s', 'p', 'q'])).toEqual({
      readings: ['s'],
      X: ['p', 'q'],
    });
  });

  test('names inputs, columns and options when the numbers differ', () => {
    expect(() => match([input('X', -1, 2)], ['p', 'q', 'r'])).toThrow(
      'The graph takes X (2 columns), and the rows have 3 columns besides the target: p, q, r. Name the features in the ' +
        'order of the inputs with --features a,b,c, or the columns that are no features with --drop a,b',
    );
  });

  test('says how columns of single numbers become one column of lists', () => {
    const names = Array.from({ length: 6 }, (_, place) => `t${place}`);
    expect(() => match([input('window', -1, 3, 2)], names)).toThrow(
      'The graph takes window (1 column of lists, 3 x 2), and the rows have 6 columns besides the target: ' +
        't0, t1, t2, t3, t4, t5. Where each column is one number of the list, put them into one column in Python:\n' +
        '  rows["window"] = rows[columns].to_numpy().reshape(-1, 3, 2).tolist()\n' +
        '  rows[["window", target]].to_parquet("rows.parquet")\n',
    );
  });

  test('tells the columns that no input takes', () => {
    const rows = table('id', 'p', 'q', 'y');
    const leftOut = (options: MatchOptions) =>
      columnsLeftOut(matchColumns([input('X', -1, 2)], rows, options), rows, options).map(({ name }) => name);
    expect(leftOut({ targets: ['y'] })).toEqual(['id']);
    expect(leftOut({ targets: ['y'], drop: ['id'] })).toEqual([]);
    expect(leftOut({ targets: ['y'], features: ['p', 'q'] })).toEqual([]);
  });
});
