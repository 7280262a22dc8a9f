import { describe, expect, test } from '@jest/globals';
import type { Datatype } from '../tensors/index.js';
import { featureSchema, typeOf } from './registry.js';

const values = [
  ...[0, -0, 1, -1, 2.5, 10, 10.5, 11, 127, 128, -129, 65_504, 65_505, 1e39, -1e39],
  ...[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER + 1, NaN, Infinity, -Infinity],
  ...[null, undefined, '1', true, 1n, [1]],
];

describe.each<[string, Datatype[]]>([
  ['number', ['FP32']],
  ['number', ['FP16', 'FP64']],
  ['integer', ['INT8']],
  ['integer', ['INT64', 'FP32']],
])('a table accepts the same values of type %s for %j as a request', (type, datatypes) => {
  test.each([{}, { minimum: -1 }, { maximum: 10 }, { minimum: 1, maximum: 10, nullable: true }])(
    'with %j',
    (bounds) => {
      const feature = featureSchema.parse({ name: 'x', type, ...bounds });
      const accepts = typeOf(feature).accepts?.(feature, datatypes);
      const schema = typeOf(feature).valueSchema(feature, datatypes);
      const numbers = values.filter((value) => typeof value === 'number');
      expect(numbers.map((value) => accepts?.(value))).toEqual(
        numbers.map((value) => schema.safeParse(value).success),
      );
      const others = values.filter((value) => typeof value !== 'number');
      expect(others.map((value) => accepts?.(value))).toEqual(others.map(() => false));
    },
  );
});

test.each<[object, Datatype[], unknown[]]>([
  [{ type: 'boolean' }, ['FP32'], [true, false]],
  [{ type: 'category', categories: [0, 1, 300] }, ['UINT8'], [0, -0, 1]],
  [{ type: 'category', categories: ['a', 'b'], allow_unknown: false }, ['FP32'], ['a', 'b']],
  [{ type: 'category', categories: ['a', '1'] }, ['BYTES'], ['a', '1']],
])('the quick check of %j for %j accepts what its schema accepts', (fields, datatypes, accepted) => {
  const feature = featureSchema.parse({ name: 'x', ...fields });
  const accepts = typeOf(feature).accepts?.(feature, datatypes);
  const schema = typeOf(feature).valueSchema(feature, datatypes);
  expect([...values, false, 'a', 'b', 300].filter((value) => accepts?.(value))).toEqual(
    expect.arrayContaining(accepted),
  );
  for (const value of [...values, false, 'a', 'b', 300]) {
    if (accepts?.(value)) expect(schema.safeParse(value)).toMatchObject({ success: true, data: value });
  }
});
