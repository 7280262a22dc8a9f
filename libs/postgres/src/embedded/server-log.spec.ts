import { closeSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { limitServerLogs, openServerLog } from './server-log.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-spec-'));
  mkdirSync(join(folder, 'log'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a log over 16 MiB is emptied under a server that goes on writing', () => {
  const { file } = openServerLog(folder);
  const path = join(folder, 'log', readdirSync(join(folder, 'log'))[0] ?? '');
  writeSync(file, Buffer.alloc(16 * 1024 * 1024));
  limitServerLogs(folder);
  expect(statSync(path).size).toBe(16 * 1024 * 1024);
  writeSync(file, 'x');
  limitServerLogs(folder);
  writeSync(file, 'the next line');
  closeSync(file);
  expect(statSync(path).size).toBe('the next line'.length);
});

test('the log of a server that did not start is read and removed', () => {
  const log = openServerLog(folder);
  writeSync(log.file, 'FATAL: no\n');
  closeSync(log.file);
  expect(log.take()).toBe('FATAL: no');
  expect(readdirSync(join(folder, 'log'))).toEqual([]);
});
