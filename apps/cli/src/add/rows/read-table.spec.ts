import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { readTable } from './read-table.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-rows-'));
  mkdirSync(join(folder, 'pictures'));
  writeFileSync(join(folder, 'pictures/a.png'), 'first');
  writeFileSync(join(folder, 'pictures/b.JPG'), 'second');
  writeFileSync(join(folder, 'labels.csv'), 'photo,kind\npictures/a.png,cat\npictures/b.JPG,dog\n,cat\n');
});
afterEach(() => rmSync(folder, { recursive: true }));

const photos = [Buffer.from('first').toString('base64'), Buffer.from('second').toString('base64'), null];

describe('readTable', () => {
  test('reads the images that the table of a folder names', async () => {
    const { columns, notes } = await readTable(folder, {});
    expect(columns).toEqual([
      { name: 'photo', cells: photos },
      { name: 'kind', cells: ['cat', 'dog', 'cat'] },
    ]);
    expect(notes).toEqual(['images of photo']);
  });

  test('reads those beside a table', async () => {
    expect((await readTable(join(folder, 'labels.csv'), {})).column('photo')?.cells).toEqual(photos);
  });

  test('names an image that is missing', async () => {
    rmSync(join(folder, 'pictures/b.JPG'));
    await expect(readTable(folder, {})).rejects.toThrow(
      `column photo names the image ${join(folder, 'pictures/b.JPG')}, which cannot be read (ENOENT)`,
    );
  });

  test('asks for one table in a folder', async () => {
    writeFileSync(join(folder, 'more.csv'), 'a\n1\n');
    await expect(readTable(folder, {})).rejects.toThrow(
      'must hold one CSV or Parquet file with the names and labels of its images, and it holds 2',
    );
  });
});
