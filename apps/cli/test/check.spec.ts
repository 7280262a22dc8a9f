import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../monitoring/test/files.js';

let programs: string;
beforeEach(() => {
  programs = mkdtempSync(join(tmpdir(), 'plumbline-check-'));
  program('npm', 'exit 0');
  program('id', 'echo 1000');
  program('docker', 'exit 1');
});
afterEach(() => rmSync(programs, { recursive: true }));

function program(name: string, commands: string): void {
  writeFileSync(join(programs, name), `#!/bin/sh\n${commands}\n`);
  chmodSync(join(programs, name), 0o755);
}

/** `npm run check` on a machine of these programs, where every check passes at once. */
function check(ci: string | undefined, ...args: string[]): string {
  const env = { ...process.env, CI: ci, PATH: `${programs}:${process.env['PATH']}` };
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(root, 'scripts/plumbline.mjs'), 'check', ...args],
    {
      encoding: 'utf8',
      env,
    },
  );
  expect(status).toBe(0);
  return stdout;
}

/** Commands that end once another check has begun too. */
const meets = (name: string, other: string) =>
  `check:${name}) touch "$0.${name}"; for _ in $(seq 600); do [ -e "$0.${other}" ] && exit 0; sleep 0.1; done; exit 1;;`;

const PASSED = /^engine: passed/m;
const NOT_RUN = /^checks: \d+ passed, 0 failed, 1 not run\nNot run: engine, which needs /m;

describe('npm run check', () => {
  test('runs two checks of one processor side by side', () => {
    program('npm', `case "$3" in ${meets('lint', 'types')} ${meets('types', 'lint')} esac`);
    expect(check(undefined, 'lint', 'types')).toContain('checks: 2 passed, 0 failed');
  });

  test('leaves engine out, and says so, where no engine is reachable and the user is not root', () => {
    const output = check(undefined);
    expect(output).not.toMatch(PASSED);
    expect(output).toMatch(NOT_RUN);
  });

  test.each([
    ['in CI', 'true', []],
    ['when it is asked for', undefined, ['engine']],
  ])('runs engine all the same %s', (_case, ci, args) => {
    const output = check(ci, ...args);
    expect(output).toMatch(PASSED);
    expect(output).not.toContain('not run');
  });

  test.each([
    ['an engine is reachable', 'docker', 'echo 26.1.5'],
    ['the user is root', 'id', 'echo 0'],
  ])('runs engine where %s', (_case, name, commands) => {
    program(name, commands);
    expect(check(undefined)).toMatch(PASSED);
  });
});
