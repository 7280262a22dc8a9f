import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { doneWith, isAbandoned, ownName } from './scratch-name.js';

const name = ownName();
const as = (pid: number) => name.replace(`-${process.pid}-`, `-${pid}-`);
const gone = spawnSync(process.execPath, ['--version']).pid;
const HOUR_MS = 3_600_000;
const now = Date.now();

describe('an unfinished write is abandoned', () => {
  test.each([
    ['not while this process writes it', name, now, false],
    ['not while another process of this host or container lives', as(process.ppid), now, false],
    ['when no process of this host or container has the id', as(gone), now, true],
    [
      'not when a process of another host or container touched it within an hour, whatever its id',
      `.uploading-0123456789ab-${process.pid}-x`,
      now - HOUR_MS + 1,
      false,
    ],
    ['when a process of another host did not', `.uploading-0123456789ab-${gone}-x`, now - HOUR_MS - 1, true],
    ['never when it is not of this kind', '1', 0, false],
    ['never when it is hidden for another reason', '.git', 0, false],
  ])('%s', (_case, entry, changedMs, expected) => {
    expect(isAbandoned(entry, changedMs, now)).toBe(expected);
  });

  test('when this process has its id but did not start it, as after a restart', () => {
    const before = ownName();
    doneWith(before);
    expect(isAbandoned(before, now, now)).toBe(true);
  });
});
