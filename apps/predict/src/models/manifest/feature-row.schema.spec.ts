import { describe, expect, test } from '@jest/globals';
import { ValidationFailed } from '@plumbline/errors';
import { type Feature, featureSchema } from '../features/index.js';
import { createRowSchema, parseRow, quickReader, readRow } from './feature-row.schema.js';
import type { Datatype } from '../tensors/index.js';

const about = { description: 'x' };

function schemaOf(features: Feature[], datatype: Datatype = 'FP32') {
  const names = features.map(({ name }) => name);
  return createRowSchema({
    features,
    inputs: [{ name: 'in', datatype, shape: [-1, names.length], features: names }],
  });
}

/** What is wrong with a value of a feature that fills an input of a datatype. */
function problems({ datatype, ...feature }: Record<string, unknown>, value: unknown): string[] {
  const schema = schemaOf([{ ...about, example: 0, ...feature, name: 'x' } as Feature], datatype as Datatype);
  return issuesOf(() => readRow(schema, { x: value }));
}

function issuesOf(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    return (error as ValidationFailed).extensions.issues.map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    );
  }
}

const number = { type: 'number', minimum: -1, maximum: 10 };
const integer = { type: 'integer' };
const colour = { type: 'category', categories: ['red', 'green'], allow_unknown: false };
const text = { type: 'text', max_length: 5, datatype: 'BYTES' };

describe('accepts', () => {
  test.each<[string, Record<string, unknown>, unknown]>([
    ['a number at its bounds', number, -1],
    ['a number at its bounds', number, 10],
    ['an integer written with a fraction of zero', integer, JSON.parse('7.0')],
    ['a boolean', { type: 'boolean' }, false],
    ['a listed category', colour, 'red'],
    ['a listed number as category', { ...colour, categories: [0, 1] }, 1],
    ['any category where unknown ones are allowed', { ...colour, allow_unknown: true }, 'blue'],
    ['any number where unknown ones are allowed', { ...colour, categories: [0, 1], allow_unknown: true }, 7],
    ['text up to its length', text, 'abcde'],
    ['empty text', text, ''],
    ['text whose characters count, not their UTF-16 units', text, '👍👍👍👍👍'],
  ])('%s', (_, feature, value) => {
    expect(problems(feature, value)).toEqual([]);
  });
});

describe('refuses', () => {
  test.each<[string, Record<string, unknown>, unknown]>([
    ['a number as text', number, '1'],
    ['null', number, null],
    ['NaN', number, Number.NaN],
    ['an infinite number', number, JSON.parse('1e999')],
    ['a number below its minimum', number, -1.01],
    ['a number above its maximum', number, 10.01],
    ['a number that would be infinite in the tensor', { type: 'number' }, 1e39],
    ['a fraction for an integer', integer, 1.5],
    ['an integer that a double cannot hold exactly', integer, 2 ** 53],
    ['an integer that would wrap in the tensor', { ...integer, datatype: 'INT8' }, 128],
    ['a negative integer for an unsigned tensor', { ...integer, datatype: 'UINT64' }, -1],
    ['a number for a boolean', { type: 'boolean' }, 1],
    ['an unlisted category', colour, 'blue'],
    ['a category of the wrong type', { ...colour, categories: [0, 1] }, '1'],
    ['a boolean for a numeric category', { ...colour, categories: [0, 1] }, true],
    [
      'a fraction for an unknown category of a whole tensor',
      { ...colour, categories: [0], allow_unknown: true, datatype: 'INT64' },
      0.5,
    ],
    ['an unknown category of endless length', { ...colour, allow_unknown: true }, 'a'.repeat(201)],
    ['text that is too long', text, 'abcdef'],
    ['text with NUL', text, 'a\0b'],
    ['text with half a surrogate pair', text, '\ud800'],
    ['a list', number, [1]],
    ['an object', number, {}],
  ])('%s', (_, feature, value) => {
    const found = problems(feature, value);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^x: /);
  });
});

describe('a row', () => {
  const schema = schemaOf([
    { ...about, name: 'a', type: 'number', example: 1 },
    { ...about, name: 'b', type: 'boolean', example: true },
  ]);

  test('reports a missing, an unknown and a wrong feature at once', () => {
    expect(issuesOf(() => readRow(schema, { a: 'one', c: 1 }))).toEqual([
      'a: Invalid input: expected number, received string',
      'b: is required',
      'c: is not a feature of this model',
    ]);
  });

  test.each([
    ['a string', '"text"'],
    ['a list', '[1]'],
    ['null', 'null'],
    ['a number', '1'],
  ])('that is %s is refused', (_, json) => {
    expect(issuesOf(() => readRow(schema, JSON.parse(json)))).toHaveLength(1);
  });

  test('that is absent is refused', () => {
    expect(issuesOf(() => readRow(schema, undefined))).toEqual([
      ': Invalid input: expected object, received undefined',
    ]);
  });

  test.each(['__proto__', 'constructor', 'toString'])(
    'with the key %s is refused and changes no prototype',
    (key) => {
      const body: unknown = JSON.parse(`{"a": 1, "b": true, "${key}": {"polluted": 1}}`);
      expect(issuesOf(() => readRow(schema, body))).toEqual([`${key}: is not a feature of this model`]);
      expect({}).not.toHaveProperty('polluted');
    },
  );

  test('inherits nothing: a feature called constructor must be given', () => {
    const inherited = schemaOf(
      [{ ...about, name: 'constructor', type: 'text', max_length: 5, example: '' }],
      'BYTES',
    );
    expect(issuesOf(() => readRow(inherited, {}))).toEqual(['constructor: is required']);
  });

  test('comes out with the features in the order of the manifest', () => {
    expect(Object.keys(readRow(schema, { b: true, a: 1 }))).toEqual(['a', 'b']);
  });
});

describe('the quick reader', () => {
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
});
