import { describe, expect, test } from '@jest/globals';
import { labelsForm } from './labels-form.js';
import { mergedText } from './outcome.js';
import { targetsForm } from './number-forms.js';

describe('labels', () => {
  const form = labelsForm(['smile', '1']);

  test.each<[given: unknown, stored: unknown]>([
    [['smile'], [1, 0]],
    [[], [0, 0]],
    [
      [1, 'smile'],
      [1, 1],
    ],
    [{ smile: false }, [0, null]],
    [{ smile: 1, '1.0': 0 }, [1, 0]],
  ])('%j is stored as %j', (given, stored) => {
    expect(form.read(given)).toEqual({ outcome: stored });
  });

  test.each([[['hat']], [{ hat: true }], [{ smile: 'yes' }], [{ smile: null }], [{}], ['smile'], [null]])(
    '%j is refused',
    (given) => {
      expect(form.read(given)).toEqual({ problem: expect.any(String) });
    },
  );

  test('in a cell are JSON, or a list or struct of a Parquet file', () => {
    expect(form.readCell('["smile"]')).toEqual({ outcome: [1, 0] });
    expect(form.readCell({ smile: true, '1': null })).toEqual({ outcome: [1, null] });
    expect(form.readCell('smile')).toEqual({ problem: expect.any(String) });
  });

  test('are answered as a list when all are known, else by name', () => {
    expect(form.toJson([1, 0])).toEqual(['smile']);
    expect(form.toJson([null, 0])).toEqual({ '1': false });
  });
});

describe('targets', () => {
  const form = targetsForm(['x', 'y']);

  test('may be known in part', () => {
    expect(form.read({ y: 2 })).toEqual({ outcome: [null, 2] });
    expect(form.readCell('{"x": 1, "y": 2.5}')).toEqual({ outcome: [1, 2.5] });
    expect(form.toJson([null, 2])).toEqual({ y: 2 });
  });

  test.each([[{ z: 1 }], [{ x: '1' }], [{ x: Infinity }], [{}], [[1, 2]], [1]])('%j is refused', (given) => {
    expect(form.read(given)).toEqual({ problem: expect.any(String) });
  });
});

test('a later value replaces what it names and keeps the rest', () => {
  expect(mergedText('[1,null,0]', '[null,null,1]')).toBe('[1,null,1]');
});
