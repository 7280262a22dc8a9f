import { describe, expect, test } from '@jest/globals';
import { DriftUndefined } from '../comparison/index.js';
import { columnKind } from './column-kind.js';
import { compare } from './compare.js';

const rows = (length: number, from: number) =>
  Array.from({ length }, (_, row) => ({
    age: row + from,
    town: row % 3 === 0 ? 'Lyon' : 'Nice',
    sold: row % 2,
    guess: row % 4 === 0 ? 1 : row % 2,
  }));

const [reference, current] = [rows(200, 20), rows(100, 150)];

describe('a comparison of tables', () => {
  test('gives method, score, threshold and verdict of every column, and the share', () => {
    const result = compare(reference, current);
    expect(result).toMatchObject({ computed: 4, drifted: 1, share: 0.25, datasetDrifted: false });
    expect(result.columns.age).toMatchObject({
      kind: 'numerical',
      drift: { method: 'ks', threshold: 0.05, drifted: true },
      failure: null,
      reference: { missing: 0, minimum: 20, maximum: 219 },
      current: { rows: 100, mean: 199.5 },
    });
    expect(result.columns.town).toMatchObject({ kind: 'categorical', drift: { drifted: false } });
  });

  test('is the same for rows and for columns', () => {
    const columns = {
      age: Float64Array.from(reference, ({ age }) => age),
      town: reference.map(({ town }) => town),
    };
    const [byRow, byColumn] = [compare(reference, current), compare(columns, current)];
    expect(byColumn.columns.age?.drift).toEqual(byRow.columns.age?.drift);
    expect(byColumn.columns.town).toEqual(byRow.columns.town);
  });

  test('takes an absent cell of a row for missing', () => {
    const { columns } = compare([{ a: 1, b: 2 }, { a: 1 }, {}], [{ b: 3 }, { a: 2, b: 3 }]);
    expect([columns.a?.reference.missing, columns.b?.reference.missing]).toEqual([1, 2]);
    expect([columns.a?.current.missing, columns.b?.current.missing]).toEqual([1, 0]);
  });

  test('measures classes where target and prediction are named', () => {
    const { quality, columns } = compare(reference, current, { target: 'sold', prediction: 'guess' });
    expect(columns.sold?.kind).toBe('categorical');
    expect(quality?.reference).toMatchObject({
      task: 'classification',
      rows: 200,
      accuracy: 0.75,
      precision: 2 / 3,
      recall: 1,
      classes: { '0': { recall: 0.5 } },
    });
    const of = (positiveClass: number) =>
      compare(reference, current, { target: 'sold', prediction: 'guess', positiveClass }).quality?.current;
    expect(of(0)).toMatchObject({ recall: 0.5, precision: 1 });
  });

  test('averages over the classes when none is positive', () => {
    const table = { actual: ['a', 'a', 'b', 'c'], predicted: ['a', 'b', 'b', null] };
    const { quality } = compare(table, table, { target: 'actual', prediction: 'predicted' });
    expect(quality?.current).toMatchObject({ rows: 3, recall: 0.75, classes: { c: { f1: undefined } } });
  });

  test('measures errors where the target is a quantity', () => {
    const table = { price: [1, 2, 3, 4, 5.5], guess: [1, 2, 3, 4, 6.5] };
    const { quality } = compare(table, table, { target: 'price', prediction: 'guess' });
    expect(quality?.current).toMatchObject({ task: 'regression', rows: 5, meanAbsoluteError: 0.2 });
    const asClasses = { target: 'price', prediction: 'guess', task: 'classification' } as const;
    expect(compare(table, table, asClasses).quality?.current).toMatchObject({ accuracy: 0.8 });
  });

  test('needs no labels in the current data', () => {
    const unlabelled = current.map(({ age, town, guess }) => ({ age, town, guess }));
    const { quality, columns } = compare(reference, unlabelled, { target: 'sold', prediction: 'guess' });
    expect(quality).toMatchObject({ reference: { rows: 200 }, current: null });
    expect(Object.keys(columns)).toEqual(['age', 'town', 'guess']);
  });

  test('gives the reason for a column without a score', () => {
    const numbers = { empty: [null, null], mixed: ['a', 2], note: ['x', 'y'] };
    const { columns, computed } = compare({ empty: [1, 2], mixed: [1, 2], note: ['x', 'y'] }, numbers, {
      kinds: { note: 'text' },
    });
    const failures = Object.values(columns).map(({ drift, failure }) => [drift, failure]);
    expect(failures).toEqual([
      [null, 'empty-current'],
      [null, 'types-differ'],
      [null, 'text'],
    ]);
    expect(computed).toBe(0);
    expect(() => compare({ empty: [1, 2] }, numbers, { mode: 'evidently' })).toThrow(DriftUndefined);
  });

  test('reports new and unused categories', () => {
    const { columns } = compare({ town: ['Lyon', 'Nice'] }, { town: ['Lyon', 'Metz', 'Metz'] });
    expect(columns.town?.categories).toEqual({ newCategories: 1, newCategoryRows: 2, unusedCategories: 1 });
  });

  test.each([
    [() => compare({ a: [1] }, { b: [1] }), 'the current data have no column "a"'],
    [() => compare({ a: [1] }, { a: [1] }, { columns: ['b'] }), 'the reference has no column "b"'],
    [() => compare({ a: [1] }, { a: [1] }, { target: 'b' }), 'the reference has no column "b"'],
    [() => compare({ a: [1], b: [1, 2] }, { a: [1] }), 'the columns differ in length: "a" has 1'],
    [() => compare({ a: ['x'] }, { a: ['x'] }, { kinds: { a: 'numerical' } }), 'column "a" of the reference'],
  ])('names what is wrong (%#)', (run, message) => {
    expect(run).toThrow(RangeError);
    expect(run).toThrow(message);
  });
});

describe('the kind of a column', () => {
  const ids = Array.from({ length: 30 }, (_, row) => `id ${row}`);

  test.each([
    [[1, 2.5, null, NaN], 'numerical', 'numerical'],
    [[0, 1, 1], 'numerical', 'categorical'],
    [[0, 1, null], 'numerical', 'numerical'],
    [Int32Array.of(0, 1), 'numerical', 'categorical'],
    [Float64Array.of(0, 1), 'numerical', 'numerical'],
    [[true, false], 'categorical', 'categorical'],
    [['a', 1], 'categorical', 'categorical'],
    [['a', 'a', 'b', 'b'], 'categorical', 'categorical'],
    [['a', 'b', 'c'], 'categorical', 'text'],
    [ids, 'text', 'text'],
  ])('of %j is %s, in mode evidently %s', (values, robust, evidently) => {
    expect([columnKind(values, 'robust'), columnKind(values, 'evidently')]).toEqual([robust, evidently]);
  });
});
