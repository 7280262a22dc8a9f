import { describe, expect, test } from '@jest/globals';
import { type CheckPiece, JsonScanner } from '@plumbline/json';
import { parseJson } from './json-body.js';

const unchecked: CheckPiece = (value) => value;

function parse(text: string, check = unchecked): Promise<unknown> {
  const bytes = Buffer.from(text);
  const scanner = new JsonScanner({ maxDepth: 32, maxKeys: 1_000_000 }, 200_000);
  for (let start = 0; start < bytes.length; start += 65_536)
    scanner.scan(bytes.subarray(start, start + 65_536));
  return parseJson(bytes, scanner.arrays, check);
}

const rows = Array.from({ length: 20_000 }, (_, place) => ({
  text: `é "${place}" [,]`,
  list: [place, null],
}));
const last = JSON.stringify(rows.at(-1));

describe('a body with large arrays', () => {
  test.each<[string, unknown]>([
    ['one array', { instances: rows }],
    ['two arrays between other members', { a: 1, b: rows, c: [[], {}], d: rows.slice(9), e: 'x' }],
    ['an array of numbers', { numbers: Array.from({ length: 200_000 }, (_, place) => place) }],
    ['a large object beside it', { o: Object.fromEntries(rows.map((row, place) => [place, row])), a: [1] }],
  ])('has the value that JSON.parse gives: %s', async (_case, value) => {
    expect(await parse(JSON.stringify(value))).toEqual(value);
    const spaced = JSON.stringify(value, undefined, 1);
    expect(await parse(`\u{FEFF}${spaced}`)).toEqual(value);
  });

  test('keeps a member named __proto__, and the last of two members of one name', async () => {
    const list = JSON.stringify(rows);
    const value = (await parse(`{"__proto__":${list},"a":${list},"a":7}`)) as object;
    expect(Object.entries(value)).toEqual([
      ['__proto__', rows],
      ['a', 7],
    ]);
  });

  test.each([
    ['a comma before the end', (list: string) => `{"a":${list.slice(0, -1)},]}`],
    ['no comma between elements', (list: string) => `{"a":${list.slice(0, -1)} ${last}]}`],
    ['two commas in a row', (list: string) => `{"a":${list.slice(0, -1)},,${last}]}`],
    ['a comma first', (list: string) => `{"a":[,${list.slice(1)}}`],
    ['a wrong bracket at the end', (list: string) => `{"a":${list.slice(0, -1)}}}`],
    ['no end', (list: string) => `{"a":${list.slice(0, -1)}`],
    ['text behind the array', (list: string) => `{"a":${list} x}`],
  ])('is refused with %s', async (_case, textOf) => {
    const text = textOf(JSON.stringify(rows));
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    await expect(parse(text)).rejects.toMatchObject({ code: 'malformed_json' });
  });

  test('is refused with a comma before the end wherever its pieces end', async () => {
    for (let strings = 8_180; strings < 8_200; strings += 1) {
      await expect(parse(`{"a":[${'"x",'.repeat(strings)}${' '.repeat(70_000)}]}`)).rejects.toMatchObject({
        code: 'malformed_json',
      });
    }
  });

  test('is checked with the places of its elements', async () => {
    const places: (number | undefined)[] = [];
    await parse(JSON.stringify({ instances: rows }), (value, text, elements) => {
      places.push(elements?.from);
      if (elements !== undefined) expect(JSON.parse(text)).toEqual(value);
      return value;
    });
    expect(places[0]).toBeUndefined();
    expect(places[1]).toBe(0);
    expect(places.length).toBeGreaterThan(3);
  });

  test('lets the event loop turn between its pieces', async () => {
    let turns = 0;
    let next = setImmediate(function count() {
      turns += 1;
      next = setImmediate(count);
    });
    await parse(JSON.stringify({ instances: rows }));
    clearImmediate(next);
    expect(turns).toBeGreaterThanOrEqual(3);
  });
});
