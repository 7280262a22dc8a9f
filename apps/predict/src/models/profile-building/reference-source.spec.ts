import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ReferenceRejected } from '../profiles/index.js';
import { readRecords, type ReferenceSource } from './reference-source.js';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-tables-'));
afterAll(() => rmSync(folder, { recursive: true }));

function csv(content: string | Buffer, name = 'rows.csv'): ReferenceSource {
  const path = join(folder, name);
  writeFileSync(path, content);
  return { path, format: 'csv' };
}

const parquet = (name: string): ReferenceSource => ({
  path: fileURLToPath(new URL(`../../../test/toy-tables/${name}.parquet`, import.meta.url)),
  format: 'parquet',
});

async function recordsOf(source: ReferenceSource): Promise<object[]> {
  const records: object[] = [];
  for await (const { columns, cells } of readRecords(source)) {
    records.push(Object.fromEntries(columns.map((name, place) => [name, cells[place]])));
  }
  return records;
}

async function refusal(source: ReferenceSource): Promise<string> {
  const error: unknown = await recordsOf(source).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ReferenceRejected);
  return (error as Error).message;
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

describe('a CSV file is read', () => {
  test('with characters of any script, also across two reads', async () => {
    const name = 'é東😀'.repeat(30_000);
    expect(await recordsOf(csv(`a,b\n1,${name}\n`))).toEqual([{ a: '1', b: name }]);
    expect(await recordsOf(csv(gzipSync(`a,b\n1,${name}\n`), 'rows.csv.gz'))).toEqual([{ a: '1', b: name }]);
  });

  test('with a byte order mark, empty lines and replacement characters', async () => {
    expect(await recordsOf(csv('\uFEFFa,b\n\n1,\uFFFD\n\n'))).toEqual([{ a: '1', b: '\uFFFD' }]);
  });
});

describe('a CSV file is refused', () => {
  test('with a row of more than 32 MiB', async () => {
    const source = csv(gzipSync(`a\n${'1'.repeat(2 ** 25 + 100_000)}\n`), 'long.csv.gz');
    expect(await refusal(source)).toContain('of 33554432');
  });

  test.each<[string, string | Buffer, string]>([
    ['two columns of one name', 'a,b,a\n1,2,3\n', 'columns 1 and 3 are both named a'],
    [
      'a column without a name',
      ',a\n0,1\n',
      'column 1 has no name; pandas writes its index this way unless index=False',
    ],
    ['a row with too few cells', 'a,b\n\n1,2\n3\n', 'row 2 has 1 cell for 2 columns (line 4)'],
    ['a row with too many cells', 'a,b\n1,2,3\n', 'row 1 has 3 cells for 2 columns (line 2)'],
    ['an unclosed quote', 'a,b\n1,2\n3,"4\n', 'row 2, column b: Quote Not Closed'],
    ['a quote within a cell', 'a,b\n1,2\nx"3,4\n', 'row 2, column a: Invalid Opening Quote'],
    [
      'Latin-1 in a cell',
      latin1('a,b\n1,"x, y"\n2,été\n'),
      'row 2, column b: is not UTF-8; save the file as UTF-8',
    ],
    [
      'Latin-1 in a name',
      latin1('a,été\n1,2\n'),
      'column 2 of the header: is not UTF-8; save the file as UTF-8',
    ],
    ['a letter that is cut off', Buffer.from('a,b\n1,é').subarray(0, -1), 'row 1, column b: is not UTF-8'],
    [
      'UTF-16',
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('a,b\n1,2\n')]),
      'it is UTF-16; save it as UTF-8',
    ],
    [
      'UTF-16, the other byte first',
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('a,b\n1,2\n')]).swap16(),
      'it is UTF-16; save it as UTF-8',
    ],
    ['UTF-16 without a mark', utf16('a,b\n1,2\n'), 'it has NUL characters, as UTF-16 has; save it as UTF-8'],
  ])('with %s', async (_case, content, reason) => {
    expect(await refusal(csv(content))).toContain(`rows.csv cannot be read: ${reason}`);
    expect(await refusal(csv(gzipSync(content), 'rows.csv.gz'))).toContain(
      `rows.csv.gz cannot be read: ${reason}`,
    );
  });

  test('when it is named .gz but is not gzip data', async () => {
    expect(await refusal(csv('hello', 'hello.csv.gz'))).toBe(
      'hello.csv.gz cannot be read: its name ends with .gz, but it is not gzip data',
    );
  });
});

describe('a Parquet file is refused', () => {
  test('with two columns of the same name', async () => {
    expect(await refusal(parquet('twice'))).toBe(
      'twice.parquet cannot be read: columns 1 and 3 are both named area',
    );
  });
});
