import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { holdLock, isHeld } from './process-lock.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumbline-lock-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('is held until it is released', async () => {
  const path = join(folder, 'a.lock');
  expect(await isHeld(path)).toBe(false);
  const lock = await holdLock(path);
  expect(await isHeld(path)).toBe(true);
  await expect(holdLock(path)).rejects.toThrow('EADDRINUSE');
  await lock.release();
  expect(await isHeld(path)).toBe(false);
});

test('ends with a process that is killed, and counts as held while the process is only stopped', async () => {
  const path = join(folder, 'a.lock');
  const owner = await processThatListensAt(path);
  owner.kill('SIGSTOP');
  expect(await isHeld(path)).toBe(true);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  expect(await isHeld(path)).toBe(false);
});

test('says what to do when the path is too long for a socket', async () => {
  const path = join(folder, 'x'.repeat(120));
  await expect(holdLock(path)).rejects.toThrow('set a shorter PLUMBLINE_DATA_DIR');
});

async function processThatListensAt(path: string): Promise<ChildProcess> {
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('ready'))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}
