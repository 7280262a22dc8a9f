import { describe, expect, test } from '@jest/globals';
import { parseLargeJson } from './large-json.js';

const LIMITS = { maxDepth: 8, maxKeys: 1_000_000 };

const columns = Array.from({ length: 20_000 }, (_, place) => ({
  name: `é ${place}`,
  edges: [place, [null]],
}));

function parse(value: unknown): Promise<unknown> {
  return parseLargeJson(Buffer.from(JSON.stringify(value)), LIMITS);
}

describe('parseLargeJson', () => {
  test.each<[string, unknown]>([
    ['an array', columns],
    ['an array in an object', { columns, more: [1] }],
    [
      'arrays in objects of objects',
      { profile: { rows: 1, columns, deeper: { columns } }, more: { columns } },
    ],
    ['an array in an array', { rows: [columns, [columns]] }],
    ['large objects', { rows: [{ columns: Object.fromEntries(columns.entries()) }] }],
    ['nothing large', { rows: [] }],
    ['no object', null],
  ])('gives what JSON.parse gives: %s', async (_case, value) => {
    expect(await parse(value)).toEqual(value);
  });

  test('lets the event loop turn between the elements of an array, however deep in objects it is', async () => {
    let turns = 0;
    let next = setImmediate(function count() {
      turns += 1;
      next = setImmediate(count);
    });
    await parse({ profile: { deeper: { columns } } });
    clearImmediate(next);
    // 20,000 objects and as many arrays of two, at most about 8,192 in a turn.
    expect(turns).toBeGreaterThanOrEqual(7);
  });

  test('refuses text that is not JSON, naming the array', async () => {
    const text = JSON.stringify({ profile: { columns } });
    await expect(parseLargeJson(Buffer.from(text.slice(0, -1)), LIMITS)).rejects.toThrow(SyntaxError);
    const withoutElement = `{"profile":{"columns":[${'"x",'.repeat(9_000)}${' '.repeat(300_000)}]}}`;
    await expect(parseLargeJson(Buffer.from(withoutElement), LIMITS)).rejects.toThrow(SyntaxError);
  });

  test('refuses more keys and more depth than the limits', async () => {
    const limits = { maxDepth: 4, maxKeys: 9 };
    await expect(parseLargeJson(Buffer.from('[[[[[]]]]]'), limits)).rejects.toThrow('levels');
    await expect(parseLargeJson(Buffer.from('[{},{},{},{},{},{},{},{},{}]'), limits)).rejects.toThrow('keys');
  });
});
