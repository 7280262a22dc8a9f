import { expect, test } from '@jest/globals';
import { featureSchema } from '../features/index.js';
import { createRowSchema, parseRow } from './feature-row.schema.js';
import { quickReader } from './quick-reader.js';

const isNumber = (value: unknown): value is number => typeof value === 'number';
const fields = [
  { name: 'x', accepts: isNumber },
  { name: 'toString', accepts: isNumber },
];
const read = quickReader(fields);

test('a row with every feature is read in the order of the features', () => {
  expect(Object.entries(read?.({ toString: 2, x: 1 }) ?? {})).toEqual([
    ['x', 1],
    ['toString', 2],
  ]);
});

test.each<[string, unknown]>([
  ['without a feature', { x: 1 }],
  ['with another key', { x: 1, toString: 2, y: 3 }],
  ['with another prototype key', JSON.parse('{"x":1,"toString":2,"__proto__":3}')],
  ['with a value that its type does not accept', { x: '1', toString: 2 }],
  ['that is a list', Object.assign([], { x: 1, toString: 2 })],
  ['that is null', null],
  ['that is a text', 'x'],
])('a row %s is left to the schema', (_, row) => {
  expect(read?.(row)).toBeUndefined();
});

test.each([
  ['without a quick check', [{ name: 'x', accepts: undefined }]],
  ['whose name sets the prototype', [{ name: '__proto__', accepts: isNumber }]],
])('a feature %s leaves all rows to the schema', (_, some) => {
  expect(quickReader(some)).toBeUndefined();
});

const numbers = [0, -1, 2.5, 11, NaN, '1', null, undefined];

test('rows are valid by the quick check and by the schema alike', () => {
  const features = ['a', 'b'].map((name) =>
    featureSchema.parse({ name, type: 'number', minimum: 0, maximum: 10 }),
  );
  const schema = createRowSchema({
    features,
    inputs: [{ name: 'in', datatype: 'FP32', shape: [-1, 2], features: ['a', 'b'] }],
  });
  for (const a of numbers) {
    for (const b of numbers) {
      const { success, data } = schema.safeParse({ a, b });
      expect(parseRow(schema, { a, b })).toMatchObject({ success, ...(success && { data }) });
    }
  }
});
