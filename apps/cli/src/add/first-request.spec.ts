import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { curlData, exampleRow } from './first-request.js';

const version = { name: 'scans', version: 3 };
const elements = Array.from({ length: 2_001 }, (_, place) => place);

let before: string;
let folder: string;
beforeEach(() => {
  before = process.cwd();
  folder = mkdtempSync(join(tmpdir(), "plumbline o'brien-"));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** What curl gets as its argument. */
function inShell(argument: string): string {
  return execFileSync('sh', ['-c', `printf %s ${argument}`], { encoding: 'utf8' });
}

describe('curlData', () => {
  test('has a small row as it is', async () => {
    const row = { name: "O'Brien $HOME", age: 4 };
    expect(JSON.parse(inShell(await curlData(row, version)))).toEqual(row);
  });

  test('names a file with a row that is too long for a command', async () => {
    const path = inShell(await curlData({ scan: elements }, version));
    expect(path).toBe(`@${join(process.cwd(), 'scans-3-request.json')}`);
    expect(JSON.parse(readFileSync(path.slice(1), 'utf8'))).toEqual({ scan: elements });
  });
});

test('exampleRow prefers a row without missing values', () => {
  expect(exampleRow([{ age: null }, { age: 4 }])).toEqual({ age: 4 });
  expect(exampleRow([{ age: null }])).toEqual({ age: null });
});
