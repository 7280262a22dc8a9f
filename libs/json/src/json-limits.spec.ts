import { describe, expect, test } from '@jest/globals';
import { JsonScanner } from './json-limits.js';

const LIMITS = { maxDepth: 3, maxKeys: 10 };

/** What the scanner says of the text when it comes in chunks of so many bytes. */
function scan(text: string, chunkBytes = Infinity): string {
  const scanner = new JsonScanner(LIMITS);
  const bytes = Buffer.from(text);
  const size = Math.min(chunkBytes, bytes.length);
  try {
    for (let start = 0; start < bytes.length; start += size)
      scanner.scan(bytes.subarray(start, start + size));
    return 'passed';
  } catch (error) {
    return (error as Error).message;
  }
}

const TOO_DEEP = 'The body has more than 3 levels of objects and arrays.';
const TOO_MANY = 'The body has more than 10 keys, objects and arrays.';

describe.each([1, 2, 3, 7, Infinity])('in chunks of %d bytes', (chunkBytes) => {
  test.each([
    ['depth at the limit', '[[{"a":1}],[[2]]]', 'passed'],
    ['depth over the limit', '[[{"a":[1]}]]', TOO_DEEP],
    ['brackets that never end', '['.repeat(2_000_000), TOO_DEEP],
    ['keys at the limit', '{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9}', 'passed'],
    ['keys over the limit', '{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":0}', TOO_MANY],
    ['objects over the limit', '[{},{},{},{},{},{},{},{},{},{}]', TOO_MANY],
    ['many numbers', `[${'1,'.repeat(100)}1]`, 'passed'],
    ['brackets and colons in a string', JSON.stringify('[[[[{{{{::::::::::::'), 'passed'],
    ['an escaped quote before brackets', String.raw`["\"[[[[", "\\"]`, 'passed'],
    ['a string that ends with an escaped backslash', String.raw`["\\",[[[1]]]]`, TOO_DEEP],
    ['text that is not ASCII', '["é[[[[","€]"]', 'passed'],
  ])('%s', (_case, text, outcome) => {
    expect(scan(text, chunkBytes)).toBe(outcome);
  });
});

describe('with a limit of parts', () => {
  const scanRows = (rows: readonly object[]) => {
    const scanner = new JsonScanner({ maxDepth: 9, maxKeys: 1_000_000 }, 9_000);
    scanner.scan(Buffer.from(JSON.stringify({ rows })));
    return scanner.arrays;
  };

  test('many rows pass, in pieces', () => {
    expect(scanRows(Array(5_000).fill({ a: 'x', b: 'y' }))[0]?.commas.length).toBe(3);
  });

  test('a row with too many strings is refused', () => {
    expect(() => scanRows([{ a: Array(9_000).fill('x') }])).toThrow('in one row');
  });
});
