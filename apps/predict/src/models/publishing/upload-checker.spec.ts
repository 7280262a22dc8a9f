import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { toyModels } from '../../../test/toy-models.js';
import { toyWarnings } from '../../../test/uploads.js';
import { UploadChecker } from './upload-checker.js';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-checker-'));
afterAll(() => rmSync(folder, { recursive: true }));

const rent = { model: 'rent', path: join(folder, 'rent'), files: [] };
cpSync(join(toyModels, 'rent/1'), rent.path, { recursive: true });

/** A worker that does this instead of checking. */
function worker(code: string): string {
  const path = join(folder, `${Math.random()}.mjs`);
  writeFileSync(path, code);
  return path;
}

const onMessage = (code: string) => worker(`process.once('message', () => { ${code} });`);

describe('check', () => {
  test('returns the version of valid files', async () => {
    expect(await new UploadChecker().check(rent)).toEqual({ version: 1, warnings: toyWarnings });
  });

  test.each([
    ['crashes', onMessage("process.kill(process.pid, 'SIGSEGV')"), 'SIGSEGV'],
    ['throws', onMessage("throw new Error('no')"), 'exit code 1'],
    ['exits', worker('process.exit(3)'), 'exit code 3'],
    ['is not there', join(folder, 'nowhere.mjs'), 'exit code 1'],
  ])('refuses what a worker %s on', async (_case, path, reason) => {
    await expect(new UploadChecker(path).check(rent)).rejects.toThrow(
      `the checks ended without a result (${reason})`,
    );
  });

  test('refuses an upload whose check takes too long, even if nothing can interrupt it', async () => {
    const busy = onMessage('for (;;);');
    await expect(new UploadChecker(busy, 500).check(rent)).rejects.toThrow('(SIGKILL)');
  });

  test('continues after a crash, one upload at a time', async () => {
    const checker = new UploadChecker(onMessage('process.exit(process.argv.length)'));
    const outcomes = await Promise.allSettled([checker.check(rent), checker.check(rent)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });
});
