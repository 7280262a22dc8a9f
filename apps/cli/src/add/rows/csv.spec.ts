import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CsvOptions, readCsv } from './csv.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-csv-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The columns and notes of a file with this content. */
async function read(content: string | Buffer, options: CsvOptions = {}) {
  const path = join(folder, 'rows.csv');
  writeFileSync(path, content);
  const { columns, notes } = await readCsv(path, options);
  return { columns: Object.fromEntries(columns.map(({ name, cells }) => [name, cells])), notes };
}

describe('readCsv', () => {
  test.each([
    ['commas', 'a,b\n1,2.5\n', []],
    ['semicolons', 'a;b\n1;2.5\n', ['separator ;']],
    ['semicolons and decimal commas', 'a;b\n1;2,5\n', ['separator ;', 'decimal comma']],
    ['tabs', 'a\tb\n1\t2.5\n', ['separator tab']],
    ['a byte order mark', '\uFEFFa,b\n1,2.5\n', []],
    ['UTF-16', Buffer.from('\uFEFFa,b\n1,2.5\n', 'utf16le'), ['encoding utf-16le']],
    ['gzip', gzipSync('a,b\n1,2.5\n'), []],
  ])('recognises %s', async (_, content, notes) => {
    expect(await read(content)).toEqual({ columns: { a: [1], b: [2.5] }, notes });
  });

  test('reads text that is not UTF-8 as Windows-1252', async () => {
    const { columns, notes } = await read(Buffer.from('Größe\nMünchen\n', 'latin1'));
    expect({ columns, notes }).toEqual({ columns: { Größe: ['München'] }, notes: ['encoding windows-1252'] });
  });

  test('keeps commas within quotes, and prefers the separator that all lines have', async () => {
    expect(await read('a;b\n"x, y, z";1\n"u, v, w";2\n')).toMatchObject({
      columns: { a: ['x, y, z', 'u, v, w'], b: [1, 2] },
    });
  });

  test('takes words for missing numbers, and empty cells for missing texts', async () => {
    const { columns } = await read('a,b\n1,x\nNA,\n,NA\n?,y\n');
    expect(columns).toEqual({ a: [1, null, null, null], b: ['x', null, 'NA', 'y'] });
  });

  test.each([
    ['truth values', 'a\nTrue\nfalse\n', [true, false]],
    ['lists', 'a\n"[1, [2]]"\n"[]"\n', [[1, [2]], []]],
    ['identifiers beyond 2^53, which stay exact', 'a\n9007199254740993\n5\n', ['9007199254740993', '5']],
    ['codes with leading zeros, which are texts', 'a\n01067\n80331\n', ['01067', '80331']],
  ])('reads %s', async (_, content, a) => {
    expect((await read(content)).columns).toEqual({ a });
  });

  test('leaves out the index that pandas writes', async () => {
    expect((await read(',a\n0,5\n1,6\n')).columns).toEqual({ a: [5, 6] });
  });

  test('names two columns of one name', async () => {
    await expect(read('a,b,a\n1,2,3\n')).rejects.toThrow('columns 1 and 3 are both named a');
  });

  test('tells a line with a cell too many, and the first column without a name', async () => {
    await expect(read('a,b\n1,2\n3,4,5\n')).rejects.toThrow('expect 2, got 3 on line 3');
    await expect(read(',b\n7,2\n7,4\n')).rejects.toThrow('column 1 has no name');
  });

  test('options override what is recognised', async () => {
    const { columns } = await read('a;b\n1,5;2\n', { decimal: '.' });
    expect(columns).toEqual({ a: ['1,5'], b: [2] });
  });
});
